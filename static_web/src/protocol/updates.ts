import { mapNode } from "../widgets/tree";
import type { AssistantContent, AssistantMessage, ItemUpdate, Task, ThreadItem } from "./types";

/** Applies one update to an item; an update that does not fit leaves it as it is. */
export function updateItem(item: ThreadItem, update: ItemUpdate): ThreadItem {
  switch (item.type) {
    case "assistant_message":
      return updateMessage(item, update);
    case "widget":
      return { ...item, widget: updateWidget(item.widget, update) };
    case "workflow":
      if (update.type !== "workflow.task.added" && update.type !== "workflow.task.updated") return item;
      return { ...item, workflow: { ...item.workflow, tasks: withTask(item.workflow.tasks, update) } };
    case "generated_image":
      if (update.type !== "generated_image.updated") return item;
      return { ...item, image: update.image, progress: update.progress };
    default:
      return item;
  }
}

function updateMessage(item: AssistantMessage, update: ItemUpdate): AssistantMessage {
  const withPart = (index: number, change: (part: AssistantContent) => AssistantContent) => {
    const content = [...item.content];
    content[index] = change(content[index] ?? { type: "output_text", text: "" });
    return { ...item, content };
  };
  switch (update.type) {
    case "assistant_message.content_part.added":
    case "assistant_message.content_part.done":
      return withPart(update.content_index, () => update.content);
    case "assistant_message.content_part.text_delta":
      return withPart(update.content_index, (part) => ({ ...part, text: part.text + update.delta }));
    case "assistant_message.content_part.annotation_added":
      return withPart(update.content_index, (part) => ({
        ...part,
        annotations: [...(part.annotations ?? []), update.annotation],
      }));
    default:
      return item;
  }
}

function updateWidget(root: Parameters<typeof mapNode>[0], update: ItemUpdate) {
  switch (update.type) {
    case "widget.root.updated":
      return update.widget;
    case "widget.component.updated":
      return mapNode(root, update.component_id, () => update.component);
    case "widget.streaming_text.value_delta":
      return mapNode(root, update.component_id, (node) => ({
        ...node,
        value: `${typeof node["value"] === "string" ? node["value"] : ""}${update.delta}`,
        streaming: !update.done,
      }));
    default:
      return root;
  }
}

function withTask(tasks: Task[], update: { task_index: number; task: Task }): Task[] {
  const next = [...tasks];
  next[update.task_index] = update.task;
  return next;
}
