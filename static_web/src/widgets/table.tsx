import { px } from "./style";
import { childrenOf } from "./tree";
import { Children, Node } from "./registry";
import type { NodeProps, WidgetNode } from "./types";

export function Table({ node }: NodeProps<"Table">) {
  const rows = childrenOf(node);
  const heads = rows.filter((row) => row["header"] === true);
  const draw = (list: WidgetNode[]) =>
    list.map((row, index) => <Node key={row.key ?? row.id ?? index} node={row} />);
  return (
    <div className="w-table-scroll" tabIndex={0} role="group" aria-label={node.ariaLabel ?? "Table"}>
      <table className="w-table">
        {heads.length > 0 && <thead>{draw(heads.map(asHeader))}</thead>}
        <tbody>{draw(rows.filter((row) => row["header"] !== true))}</tbody>
      </table>
    </div>
  );
}

export function TableRow({ node }: NodeProps<"Table.Row">) {
  return (
    <tr>
      <Children of={node} />
    </tr>
  );
}

export function TableCell({ node }: NodeProps<"Table.Cell">) {
  const Cell = node.header ? "th" : "td";
  return (
    <Cell
      colSpan={node.colSpan}
      scope={node.header ? "col" : undefined}
      style={{ textAlign: node.align, width: px(node.width) }}
    >
      {typeof node["value"] === "string" ? node["value"] : <Children of={node} />}
    </Cell>
  );
}

function asHeader(row: WidgetNode): WidgetNode {
  return { ...row, children: childrenOf(row).map((cell) => ({ ...cell, header: true })) };
}
