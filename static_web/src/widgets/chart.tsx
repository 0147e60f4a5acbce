import { cssColor } from "./color";
import { sized } from "./style";
import type { ChartSeries, NodeProps } from "./types";

const COLORS = ["blue", "orange", "green", "purple", "pink", "yellow", "red"];
const [WIDTH, HEIGHT, LEFT, BOTTOM] = [320, 180, 36, 22];

type Row = Record<string, string | number>;

/** Bars, lines and areas as plain SVG, always with the same numbers as a table. */
export function Chart({ node }: NodeProps<"Chart">) {
  const { data = [], series = [] } = node;
  const axis = typeof node.xAxis === "string" ? { dataKey: node.xAxis } : node.xAxis;
  const label = (row: Row) => {
    const key = String(row[axis.dataKey] ?? "");
    return axis.labels?.[key] ?? key;
  };
  const name = node.ariaLabel ?? series.map((one) => one.label ?? one.dataKey).join(", ");
  const top = Math.max(1, ...totals(data, series));
  return (
    <figure className="w-chart" style={sized(node)}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={name}>
        {node.showYAxis && <YAxis top={top} />}
        {series.map((one, index) => (
          <Series key={one.dataKey} {...{ one, index, data, series, top }} />
        ))}
        {!axis.hide &&
          data.map((row, index) => <Tick key={index} text={label(row)} x={center(index, data.length)} />)}
      </svg>
      {node.showLegend && <Legend series={series} />}
      <table className="sr-only">
        <caption>{name}</caption>
        <tbody>
          {data.map((row, index) => (
            <tr key={index}>
              <th scope="row">{label(row)}</th>
              {series.map((one) => (
                <td key={one.dataKey}>{row[one.dataKey]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

interface SeriesProps {
  one: ChartSeries;
  index: number;
  data: Row[];
  series: ChartSeries[];
  top: number;
}

function Series({ one, index, data, series, top }: SeriesProps) {
  const color = colorOf(one, index);
  const tops = data.map((row) => stacked(row, series, index));
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - 8);
  if (one.type === "bar") return <Bars {...{ one, index, data, series, color, tops, y }} />;
  const line = tops.map((value, at) => `${center(at, data.length)},${y(value)}`).join(" L");
  const floor = data.map(
    (row, at) => `${center(at, data.length)},${y(stacked(row, series, index) - number(row, one))}`,
  );
  return (
    <>
      {one.type === "area" && (
        <path d={`M${line} L${floor.reverse().join(" L")} Z`} fill={color} opacity="0.25" />
      )}
      <path d={`M${line}`} fill="none" stroke={color} strokeWidth="2" strokeLinejoin="round" />
    </>
  );
}

interface BarsProps extends Omit<SeriesProps, "top"> {
  color: string;
  tops: number[];
  y(value: number): number;
}

function Bars({ one, index, data, series, color, tops, y }: BarsProps) {
  const groups = [
    ...new Set(series.filter((other) => other.type === "bar").map((other) => other.stack ?? other.dataKey)),
  ];
  const slot = (WIDTH - LEFT) / Math.max(1, data.length);
  const width = Math.min(28, (slot * 0.7) / groups.length);
  const shift = (groups.indexOf(one.stack ?? one.dataKey) - (groups.length - 1) / 2) * width;
  return data.map((row, at) => {
    const value = number(row, one);
    const upper = y(tops[at] ?? 0);
    const height = y((tops[at] ?? 0) - value) - upper;
    return (
      <rect
        key={`${index}-${at}`}
        x={center(at, data.length) + shift - width / 2 + 1}
        y={upper}
        width={Math.max(1, width - 2)}
        height={Math.max(0, height)}
        rx="2"
        fill={color}
      />
    );
  });
}

function YAxis({ top }: { top: number }) {
  return (
    <g className="w-axis" aria-hidden="true">
      {[0, 0.5, 1].map((part) => {
        const y = HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - 8);
        return (
          <g key={part}>
            <line x1={LEFT} x2={WIDTH} y1={y} y2={y} />
            <text x={LEFT - 6} y={y + 3} textAnchor="end">
              {Math.round(top * part * 10) / 10}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Tick({ text, x }: { text: string; x: number }) {
  return (
    <text className="w-tick" x={x} y={HEIGHT - 6} textAnchor="middle" aria-hidden="true">
      {text}
    </text>
  );
}

function Legend({ series }: { series: ChartSeries[] }) {
  return (
    <figcaption className="w-legend">
      {series.map((one, index) => (
        <span key={one.dataKey}>
          <i style={{ background: colorOf(one, index) }} />
          {one.label ?? one.dataKey}
        </span>
      ))}
    </figcaption>
  );
}

const center = (index: number, count: number) => LEFT + ((index + 0.5) * (WIDTH - LEFT)) / Math.max(1, count);
const number = (row: Row, one: ChartSeries) => Number(row[one.dataKey]) || 0;
const colorOf = (one: ChartSeries, index: number) =>
  cssColor(one.color) ?? cssColor(COLORS[index % COLORS.length]) ?? "currentColor";

/** A value with what its stack has below it. */
function stacked(row: Row, series: ChartSeries[], index: number): number {
  const one = series[index];
  if (!one) return 0;
  const below = one.stack ? series.slice(0, index).filter((other) => other.stack === one.stack) : [];
  return [...below, one].reduce((sum, part) => sum + number(row, part), 0);
}

function totals(data: Row[], series: ChartSeries[]): number[] {
  return data.flatMap((row) => series.map((_, index) => stacked(row, series, index)));
}
