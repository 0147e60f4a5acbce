import { useState } from "react";
import type { Task, Workflow } from "../protocol/types";
import { useTexts } from "../shell/texts";
import { Glyph } from "../widgets/icons";

/** The steps the server took, open while it works and folded to one line after. */
export function WorkflowBlock({ workflow, running }: { workflow: Workflow; running: boolean }) {
  const texts = useTexts();
  const [choice, setChoice] = useState<boolean | null>(null);
  const { summary, tasks } = workflow;
  const isOpen = choice ?? (running || workflow.expanded === true);
  const title = summary?.title ?? (running ? texts.workflowRunning : texts.workflowDone(tasks.length));
  return (
    <details className="item workflow" open={isOpen}>
      <summary
        onClick={(event) => {
          event.preventDefault();
          setChoice(!isOpen);
        }}
      >
        {running ? (
          <span className="spinner" aria-hidden="true" />
        ) : (
          <Glyph name={summary?.icon ?? "check-circle"} size={16} />
        )}
        <span>{title}</span>
        <Glyph name="chevron-down" size={14} />
      </summary>
      <ol>
        {tasks.map((task, index) => (
          // The same step twice shows twice: tasks are known by their place.
          <li key={index}>
            <TaskState task={task} />
            <TaskWords task={task} />
          </li>
        ))}
      </ol>
    </details>
  );
}

export function TaskLine({ task }: { task: Task }) {
  return (
    <div className="item task">
      <TaskState task={task} />
      <TaskWords task={task} />
    </div>
  );
}

function TaskState({ task }: { task: Task }) {
  const texts = useTexts();
  if (task.status_indicator === "loading") {
    return (
      <span className="task-state">
        <span className="spinner" aria-hidden="true" />
        <span className="sr-only">{texts.stepRunning}</span>
      </span>
    );
  }
  const isDone = task.status_indicator === "complete";
  return (
    <span className={isDone ? "task-state task-done" : "task-state"}>
      <Glyph name={task.icon ?? (isDone ? "check" : "dot")} size={15} />
      {isDone && <span className="sr-only">{texts.stepDone}</span>}
    </span>
  );
}

function TaskWords({ task }: { task: Task }) {
  const sources = task.sources?.map((source) => source.title).join(", ");
  return (
    <span className="task-words">
      {task.title ?? task.content}
      {task.title && task.content && <small>{task.content}</small>}
      {sources && <small>{sources}</small>}
    </span>
  );
}
