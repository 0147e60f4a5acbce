import { useId, type FormEvent } from "react";
import type { StructuredInputItem, StructuredQuestion } from "../protocol/types";
import { useTexts } from "../shell/texts";
import { useChat } from "./context";

/** Questions of the server with choices or free text; answered ones show the answer. */
export function StructuredInput({ item, busy }: { item: StructuredInputItem; busy: boolean }) {
  const texts = useTexts();
  const { answer } = useChat();
  const isOpen = item.status === "pending";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const entries = item.inputs.map((question) => [
      question.id,
      { values: valuesFor(question, data), skipped: false },
    ]);
    if (!busy) void answer(item, { status: "answered", answers: Object.fromEntries(entries) });
  };
  const skip = () => {
    if (!busy) void answer(item, { status: "skipped", answers: {} });
  };
  return (
    <form
      className={isOpen ? "item card card-md" : "item card card-md card-settled"}
      onSubmit={submit}
      data-item={item.id}
    >
      <div className="card-body">
        {item.inputs.map((question) => (
          <Question key={question.id} question={question} open={isOpen} />
        ))}
      </div>
      {isOpen ? (
        <div className="card-foot">
          <button
            type="button"
            className="btn v-ghost tone-secondary"
            aria-disabled={busy || undefined}
            onClick={skip}
          >
            {texts.skipQuestion}
          </button>
          <button type="submit" className="btn v-solid tone-primary" aria-disabled={busy || undefined}>
            {texts.answer}
          </button>
        </div>
      ) : (
        <p className="card-status">{item.status === "answered" ? texts.answered : texts.skipped}</p>
      )}
    </form>
  );
}

function Question({ question, open }: { question: StructuredQuestion; open: boolean }) {
  const texts = useTexts();
  const id = useId();
  if (!open) {
    return (
      <p className="w-text">
        <b>{question.question}</b> {question.answer?.values.join(", ")}
      </p>
    );
  }
  if (question.type === "freeform") {
    return (
      <div className="w-col">
        <label className="w-label" htmlFor={id}>
          {question.question}
        </label>
        {question.description && <p className="w-caption">{question.description}</p>}
        <textarea id={id} name={question.id} rows={3} className="w-field w-block" required />
      </div>
    );
  }
  return (
    <fieldset className="w-choices">
      <legend className="w-label">{question.question}</legend>
      {question.options?.map((option) => (
        <label key={option.value} className="w-choice">
          <input type={question.multiple ? "checkbox" : "radio"} name={question.id} value={option.value} />
          <span>{option.value}</span>
        </label>
      ))}
      <input
        name={`${question.id}-own`}
        className="w-field w-block"
        aria-label={texts.ownAnswer}
        placeholder={texts.ownAnswer}
      />
    </fieldset>
  );
}

function valuesFor(question: StructuredQuestion, data: FormData): string[] {
  const own = data.get(`${question.id}-own`);
  const chosen = [...data.getAll(question.id), ...(own ? [own] : [])].filter(
    (value) => typeof value === "string",
  );
  return question.multiple ? chosen : chosen.slice(-1);
}
