import type { ChangeEvent } from "react";
import { fieldId, useWidget } from "./context";
import { Glyph } from "./icons";
import type { ActionConfig, NodeProps, WidgetNode } from "./types";

type AnyField = WidgetNode & {
  name: string;
  ariaLabel?: string;
  placeholder?: string;
  onChangeAction?: ActionConfig;
};
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What every control shares: its id, its name for assistive technology, its change action. */
function useField(node: AnyField) {
  const context = useWidget();
  const isLabeled = context.labeled.has(node.name);
  const action = node.onChangeAction;
  const change = (event: ChangeEvent<Control>) => {
    const { target } = event;
    const value =
      target instanceof HTMLInputElement && target.type === "checkbox" ? target.checked : target.value;
    if (action) context.run(action, node, { ...context.formValues(), [node.name]: value });
  };
  return {
    isLabeled,
    labelId: `${fieldId(context, node.name)}-label`,
    waiting: context.waiting,
    props: {
      id: fieldId(context, node.name),
      name: node.name,
      "aria-label": isLabeled ? undefined : (node.ariaLabel ?? node.placeholder ?? node.name),
      onChange: action ? change : undefined,
    },
  };
}

const fieldClass = (node: { block?: boolean; pill?: boolean; size?: string }) =>
  `w-field w-field-${node.size ?? "md"}${node.pill ? " w-pill" : ""}${node.block === false ? "" : " w-block"}`;

export function Input({ node }: NodeProps<"Input">) {
  const { props, waiting } = useField(node);
  return (
    <input
      {...props}
      className={fieldClass(node)}
      type={node.inputType ?? "text"}
      inputMode={node.inputType === "number" ? "numeric" : undefined}
      defaultValue={node.defaultValue}
      placeholder={node.placeholder}
      required={node.required}
      pattern={node.pattern}
      min={node.min}
      max={node.max}
      disabled={node.disabled}
      readOnly={waiting}
    />
  );
}

export function Textarea({ node }: NodeProps<"Textarea">) {
  const { props, waiting } = useField(node);
  return (
    <textarea
      {...props}
      className={fieldClass(node)}
      rows={node.rows ?? 3}
      defaultValue={node.defaultValue}
      placeholder={node.placeholder}
      required={node.required}
      disabled={node.disabled}
      readOnly={waiting}
    />
  );
}

export function Select({ node }: NodeProps<"Select">) {
  const { props } = useField(node);
  const mayBeEmpty = node.clearable || node.defaultValue === undefined;
  return (
    <span className={`w-select${node.block === false ? "" : " w-block"}`}>
      <select
        {...props}
        className={fieldClass(node)}
        defaultValue={node.defaultValue ?? ""}
        required={node.required}
        disabled={node.disabled}
      >
        {mayBeEmpty && <option value="">{node.placeholder ?? ""}</option>}
        {(node.options ?? []).map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.description ? `${option.label} – ${option.description}` : option.label}
          </option>
        ))}
      </select>
      <Glyph name="chevron-down" size={16} />
    </span>
  );
}

export function DatePicker({ node }: NodeProps<"DatePicker">) {
  const { props } = useField(node);
  const day = (moment: string | undefined) => moment?.slice(0, 10);
  return (
    <input
      {...props}
      className={fieldClass(node)}
      type="date"
      defaultValue={day(node.defaultValue)}
      min={day(node.min)}
      max={day(node.max)}
      required={node.required}
      disabled={node.disabled}
    />
  );
}

export function Checkbox({ node }: NodeProps<"Checkbox">) {
  const { props, isLabeled, labelId } = useField(node);
  return (
    <label className="w-choice w-check">
      <input
        {...props}
        type="checkbox"
        data-boolean
        defaultChecked={node.defaultChecked}
        required={node.required}
        disabled={node.disabled}
        aria-label={node.label ? undefined : props["aria-label"]}
        aria-labelledby={!node.label && isLabeled ? labelId : undefined}
      />
      {node.label && <span>{node.label}</span>}
    </label>
  );
}

export function RadioGroup({ node }: NodeProps<"RadioGroup">) {
  const { props, isLabeled, labelId } = useField(node);
  return (
    <fieldset
      className={node.direction === "row" ? "w-choices w-choices-row" : "w-choices"}
      disabled={node.disabled}
      aria-labelledby={isLabeled ? labelId : undefined}
    >
      {!isLabeled && <legend className="sr-only">{node.ariaLabel ?? node.name}</legend>}
      {(node.options ?? []).map((option) => (
        <label key={option.value} className="w-choice">
          <input
            type="radio"
            name={node.name}
            value={option.value}
            defaultChecked={option.value === node.defaultValue}
            disabled={option.disabled}
            required={node.required}
            onChange={props.onChange}
          />
          <span>
            {option.label}
            {option.description && <small>{option.description}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
