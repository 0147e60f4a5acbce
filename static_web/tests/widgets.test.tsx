import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, test } from "vitest";
import type { WidgetItem } from "../src/protocol/types";
import { Widget } from "../src/widgets/Widget";
import { caseIdOf, isInteractive } from "../src/widgets/tree";
import type { WidgetNode } from "../src/widgets/types";
import { TURNS, threadAfter } from "./recorded";

const draw = (root: WidgetNode, blocked = false) =>
  renderToStaticMarkup(<Widget root={root} blocked={blocked} onAction={() => Promise.resolve()} />);
const card = (...children: WidgetNode[]): WidgetNode => ({ type: "Card", children });
const action = { type: "go", payload: { case_id: "case_1" } };

const recorded = TURNS.flatMap((turn) => threadAfter(turn).items).filter(
  (item): item is WidgetItem => item.type === "widget",
);
const gallery = recorded.findLast((item) => item.widget["size"] === "lg")?.widget ?? card();

test("every recorded card is drawn with its words", () => {
  for (const { widget } of recorded) {
    const html = draw(widget);
    expect(html.length).toBeGreaterThan(50);
    for (const [, word] of JSON.stringify(widget).matchAll(/"value":"([A-Za-z ]+)","size"/g))
      expect(html).toContain(word);
  }
});

test("a type nobody knows draws its children", () => {
  expect(draw(card({ type: "Mystery", children: [{ type: "Text", value: "inside" }] }))).toContain("inside");
});

test.each(["constructor", "toString", "__proto__"])("a type called %s is unknown like any other", (type) => {
  expect(draw(card({ type, children: { type: "Text", value: "inside" } }))).toContain("inside");
});

test("children may be one object", () => {
  expect(draw({ type: "Card", children: { type: "Text", value: "alone" } })).toContain("alone");
});

describe("controls", () => {
  const html = draw(gallery);

  it("find their labels", () => {
    const id = /<label id="[^"]*" for="([^"]+)"[^>]*>Select</.exec(html)?.[1] ?? "none";
    expect(html).toContain(`<select id="${id}"`);
  });

  it("have a name without a label too", () => {
    expect(html).toMatch(/<input[^>]*aria-label="Plain input"/);
  });

  it("group radio buttons under a legend", () => {
    expect(html).toMatch(/<fieldset[^>]*><legend class="sr-only">Pick one<\/legend>/);
  });

  it("show an image from a forbidden address as a named placeholder", () => {
    expect(html).not.toContain("javascript:");
    expect(html).toContain('aria-label="Refused picture"');
  });

  it("give a chart its numbers as a table", () => {
    expect(html).toMatch(/role="img" aria-label="Refunds, Credits, Trend"/);
    expect(html).toContain('<th scope="row">Feb</th><td>5</td><td>1</td>');
  });

  it("draw table heads as heads", () => {
    expect(html).toMatch(/<thead><tr><th scope="col"/);
  });
});

describe("a button", () => {
  it("carries the name the server gave it", () => {
    expect(draw(card({ type: "Button", label: "Return this", ariaLabel: "Return Hub" }))).toContain(
      'aria-label="Return Hub"',
    );
  });

  it("that needs a stream waits while a reply arrives", () => {
    expect(draw(card({ type: "Button", label: "Go", onClickAction: action }), true)).toContain(
      'aria-disabled="true"',
    );
  });

  it.each([{ streaming: false }, { handler: "client" }])("that needs none (%j) does not wait", (extra) => {
    const node = { type: "Button", label: "Go", onClickAction: { ...action, ...extra } };
    expect(draw(card(node), true)).not.toContain("aria-disabled");
  });
});

test("the first title is the third level, the others the fourth", () => {
  const html = draw(
    card({ type: "Row", children: { type: "Title", value: "One" } }, { type: "Title", value: "Two" }),
  );

  expect(html).toMatch(/<h3[^>]*>One<\/h3>.*<h4[^>]*>Two<\/h4>/);
});

test.each(["url(https://evil.example/x)", "red;position:fixed", 'x"}'])(
  "the style %s is refused",
  (value) => {
    const html = draw(card({ type: "Box", background: value, width: value, padding: value }));

    expect(html).not.toContain("evil");
    expect(html).not.toContain("fixed");
  },
);

test("colors come from tokens, the palette, or both schemes", () => {
  const html = draw(
    card(
      { type: "Text", value: "a", color: "secondary" },
      { type: "Box", background: "blue-100" },
      { type: "Text", value: "b", color: { light: "#111", dark: "#eee" } },
    ),
  );

  expect(html).toContain("color:var(--text-2)");
  expect(html).toMatch(/background:light-dark\(oklch/);
  expect(html).toContain("color:light-dark(#111, #eee)");
});

test("long lists show a part and the way to the rest", () => {
  const rows = Array.from({ length: 8 }, (_, n) => ({
    type: "ListViewItem",
    children: [{ type: "Text", value: `row ${n}` }],
  }));
  const html = draw({ type: "ListView", limit: 3, children: rows });

  expect(html).toContain("row 2");
  expect(html).not.toContain("row 3");
  expect(html).toContain("Show 5 more");
});

test("a card knows its case and whether it can be acted on", () => {
  const open = card({ type: "Row", children: [{ type: "Button", label: "Go", onClickAction: action }] });

  expect(caseIdOf(open)).toBe("case_1");
  expect(isInteractive(open)).toBe(true);
  expect(isInteractive(card({ type: "Text", value: "done" }))).toBe(false);
});
