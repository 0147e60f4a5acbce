// The ChatKit wire format (openai-chatkit 1.6.5) as far as this page reads it. JSON drops nulls,
// so whatever the Python side calls optional may be missing here.
import type { WidgetNode } from "../widgets/types";

export interface UrlSource {
  type: "url";
  title: string;
  url: string;
  description?: string;
  attribution?: string;
}
export interface FileSource {
  type: "file";
  title: string;
  filename: string;
  description?: string;
}
export interface EntitySource {
  type: "entity";
  id: string;
  title: string;
  icon?: string;
  label?: string;
  description?: string;
}
export type Source = UrlSource | FileSource | EntitySource;

export interface Annotation {
  type: "annotation";
  source: Source;
  index?: number;
}
export interface AssistantContent {
  type: "output_text";
  text: string;
  annotations?: Annotation[];
}
export type UserContent =
  | { type: "input_text"; text: string }
  | { type: "input_tag"; id: string; text: string };

export interface Attachment {
  type: "file" | "image";
  id: string;
  name: string;
  mime_type: string;
  preview_url?: string;
}

export interface Task {
  type: "custom" | "web_search" | "thought" | "file" | "image";
  status_indicator?: "none" | "loading" | "complete";
  title?: string;
  content?: string;
  icon?: string;
  sources?: Source[];
}
export interface Workflow {
  type: "custom" | "reasoning";
  tasks: Task[];
  summary?: { title?: string; icon?: string; duration?: number };
  expanded?: boolean;
}

export interface StructuredQuestion {
  type: "multiple_choice" | "freeform";
  id: string;
  question: string;
  description?: string;
  options?: { value: string }[];
  multiple?: boolean;
  answer?: { values: string[]; skipped: boolean };
}

interface ItemBase {
  id: string;
  thread_id: string;
  created_at: string;
}
export interface UserMessage extends ItemBase {
  type: "user_message";
  content: UserContent[];
  attachments?: Attachment[];
  quoted_text?: string;
  /** Ours: shown before the server has confirmed it. */
  optimistic?: boolean;
}
export interface AssistantMessage extends ItemBase {
  type: "assistant_message";
  content: AssistantContent[];
}
export interface WidgetItem extends ItemBase {
  type: "widget";
  widget: WidgetNode;
}
export interface WorkflowItem extends ItemBase {
  type: "workflow";
  workflow: Workflow;
}
export interface TaskItem extends ItemBase {
  type: "task";
  task: Task;
}
export interface ClientToolCall extends ItemBase {
  type: "client_tool_call";
  status: "pending" | "completed";
  name: string;
  arguments: Record<string, unknown>;
}
export interface GeneratedImageItem extends ItemBase {
  type: "generated_image";
  image?: { id: string; url: string };
  progress?: number;
}
export interface StructuredInputItem extends ItemBase {
  type: "structured_input";
  status: "pending" | "answered" | "skipped";
  inputs: StructuredQuestion[];
}
export interface EndOfTurn extends ItemBase {
  type: "end_of_turn";
}
export type ThreadItem =
  | UserMessage
  | AssistantMessage
  | WidgetItem
  | WorkflowItem
  | TaskItem
  | ClientToolCall
  | GeneratedImageItem
  | StructuredInputItem
  | EndOfTurn;

export interface Thread {
  id: string;
  title?: string;
  created_at: string;
  status?: { type: "active" | "locked" | "closed"; reason?: string };
  allowed_image_domains?: string[];
  metadata?: Record<string, unknown>;
}
export interface Page<T> {
  data: T[];
  has_more?: boolean;
  after?: string;
}
export interface ThreadWithItems extends Thread {
  items: Page<ThreadItem>;
}

export type ItemUpdate =
  | { type: "assistant_message.content_part.added"; content_index: number; content: AssistantContent }
  | { type: "assistant_message.content_part.text_delta"; content_index: number; delta: string }
  | {
      type: "assistant_message.content_part.annotation_added";
      content_index: number;
      annotation_index: number;
      annotation: Annotation;
    }
  | { type: "assistant_message.content_part.done"; content_index: number; content: AssistantContent }
  | { type: "widget.streaming_text.value_delta"; component_id: string; delta: string; done: boolean }
  | { type: "widget.root.updated"; widget: WidgetNode }
  | { type: "widget.component.updated"; component_id: string; component: WidgetNode }
  | { type: "workflow.task.added"; task_index: number; task: Task }
  | { type: "workflow.task.updated"; task_index: number; task: Task }
  | { type: "generated_image.updated"; image: { id: string; url: string }; progress?: number };

export interface Notice {
  level: "info" | "warning" | "danger";
  message: string;
  title?: string;
}
export type ServerEvent =
  | { type: "thread.created"; thread: Thread }
  | { type: "thread.updated"; thread: Thread }
  | { type: "thread.item.added"; item: ThreadItem }
  | { type: "thread.item.done"; item: ThreadItem }
  | { type: "thread.item.replaced"; item: ThreadItem }
  | { type: "thread.item.updated"; item_id: string; update: ItemUpdate }
  | { type: "thread.item.removed"; item_id: string }
  | { type: "stream_options"; stream_options: { allow_cancel: boolean } }
  | { type: "progress_update"; text: string; icon?: string }
  | { type: "client_effect"; name: string; data?: Record<string, unknown> }
  | { type: "error"; code?: string; message?: string; allow_retry?: boolean }
  | ({ type: "notice" } & Notice);

export interface UserInput {
  content: UserContent[];
  attachments: string[];
  inference_options: Record<string, never>;
}
/** What a request needs to be sent again exactly as it was. */
export interface Call {
  type: string;
  params: Record<string, unknown>;
  metadata: Record<string, unknown> & { idempotency_key: string };
}
