/** One component of a widget as it comes over the wire; the props are the server's word, not checked. */
export interface WidgetNode {
  type: string;
  id?: string;
  key?: string;
  children?: WidgetNode | WidgetNode[];
  [prop: string]: unknown;
}

export interface ActionConfig {
  type: string;
  payload?: unknown;
  handler?: "client" | "server";
  loadingBehavior?: "auto" | "none" | "self" | "container";
  streaming?: boolean;
}

export type Color = string | { light: string; dark: string };
export type Length = number | string;
export type Edges =
  | Length
  | { top?: Length; right?: Length; bottom?: Length; left?: Length; x?: Length; y?: Length };
export interface BorderLine {
  size: number;
  color?: Color;
  style?: string;
}
export type Border =
  | number
  | BorderLine
  | { [edge in "top" | "right" | "bottom" | "left" | "x" | "y"]?: number | BorderLine };

export interface SizeProps {
  width?: Length;
  height?: Length;
  size?: Length;
  minWidth?: Length;
  minHeight?: Length;
  minSize?: Length;
  maxWidth?: Length;
  maxHeight?: Length;
  maxSize?: Length;
  aspectRatio?: Length;
  flex?: Length;
}
export interface BoxProps extends SizeProps {
  align?: string;
  justify?: string;
  wrap?: "nowrap" | "wrap" | "wrap-reverse";
  gap?: Length;
  padding?: Edges;
  margin?: Edges;
  border?: Border;
  radius?: string;
  background?: Color;
  direction?: "row" | "col";
}
export interface TextProps {
  value: string;
  color?: Color;
  weight?: "normal" | "medium" | "semibold" | "bold";
  size?: string;
  width?: Length;
  textAlign?: "start" | "center" | "end";
  italic?: boolean;
  lineThrough?: boolean;
  truncate?: boolean;
  minLines?: number;
  maxLines?: number;
  streaming?: boolean;
}
export interface EditableProps {
  name: string;
  required?: boolean;
  pattern?: string;
  placeholder?: string;
  autoComplete?: string;
}
export interface Status {
  text: string;
  icon?: string;
  favicon?: string;
}
export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
  description?: string;
}
interface Field {
  name: string;
  required?: boolean;
  disabled?: boolean;
  placeholder?: string;
  pattern?: string;
  ariaLabel?: string;
  onChangeAction?: ActionConfig;
  size?: string;
  block?: boolean;
  pill?: boolean;
}
export interface CardAction {
  label: string;
  action: ActionConfig;
}
export interface ChartSeries {
  type: "bar" | "area" | "line";
  dataKey: string;
  label?: string;
  color?: Color;
  stack?: string;
  curveType?: string;
}

/** The props of every component this page can draw. */
export interface Components {
  Card: {
    asForm?: boolean;
    background?: Color;
    size?: "sm" | "md" | "lg" | "full";
    padding?: Edges;
    border?: Border;
    status?: Status;
    collapsed?: boolean;
    confirm?: CardAction;
    cancel?: CardAction;
    theme?: "light" | "dark";
  };
  ListView: { limit?: number | "auto"; status?: Status; theme?: "light" | "dark" };
  Basic: BoxProps & { theme?: "light" | "dark" };
  ListViewItem: { onClickAction?: ActionConfig; gap?: Length; align?: string; ariaLabel?: string };
  Box: BoxProps;
  Row: BoxProps;
  Col: BoxProps;
  Form: BoxProps & { onSubmitAction?: ActionConfig };
  Spacer: { minSize?: Length };
  Divider: { color?: Color; size?: Length; spacing?: Length; flush?: boolean };
  Transition: object;
  Text: TextProps & { editable?: false | EditableProps };
  Title: TextProps;
  Caption: TextProps;
  Markdown: { value: string; streaming?: boolean };
  Label: TextProps & { fieldName: string };
  Badge: { label: string; color?: string; variant?: string; size?: string; pill?: boolean };
  Icon: { name: string; color?: Color; size?: string };
  Image: SizeProps & {
    src: string;
    alt?: string;
    fit?: "cover" | "contain" | "fill" | "scale-down" | "none";
    position?: string;
    radius?: string;
    frame?: boolean;
    flush?: boolean;
    margin?: Edges;
    background?: Color;
  };
  Chart: SizeProps & {
    data: Record<string, string | number>[];
    series: ChartSeries[];
    xAxis: string | { dataKey: string; hide?: boolean; labels?: Record<string, string> };
    showYAxis?: boolean;
    showLegend?: boolean;
    ariaLabel?: string;
  };
  Table: { ariaLabel?: string };
  "Table.Row": { header?: boolean };
  "Table.Cell": { align?: "start" | "center" | "end"; colSpan?: number; header?: boolean; width?: Length };
  Button: {
    label?: string;
    ariaLabel?: string;
    submit?: boolean;
    onClickAction?: ActionConfig;
    iconStart?: string;
    iconEnd?: string;
    style?: "primary" | "secondary";
    color?: string;
    variant?: string;
    size?: string;
    pill?: boolean;
    uniform?: boolean;
    block?: boolean;
    disabled?: boolean;
  };
  Input: Field & { inputType?: string; defaultValue?: string; min?: Length; max?: Length };
  Textarea: Field & { defaultValue?: string; rows?: number; maxRows?: number };
  Select: Field & { options: Option[]; defaultValue?: string; clearable?: boolean; searchable?: boolean };
  DatePicker: Field & { defaultValue?: string; min?: string; max?: string };
  Checkbox: Field & { label?: string; defaultChecked?: boolean };
  RadioGroup: Field & { options?: Option[]; defaultValue?: string; direction?: "row" | "col" };
}

/** What a component's drawing function is given. */
export interface NodeProps<Name extends keyof Components> {
  node: WidgetNode & Components[Name];
}
