import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown } from "../src/chat/Markdown";

const draw = (text: string) => renderToStaticMarkup(<Markdown>{text}</Markdown>);

test("raw HTML is text", () => {
  expect(draw("a <b>bold</b> <script>alert(1)</script>")).toContain("&lt;b&gt;bold&lt;/b&gt;");
  expect(draw('<img src=x onerror="alert(1)">')).not.toContain("<img");
});

test("a forbidden link keeps its words and loses its address", () => {
  expect(draw("[click](javascript:alert(1))")).toBe('<div class="md"><p><span>click</span></p></div>');
});

test("a link that leaves the page opens apart and tells nothing", () => {
  expect(draw("[a](https://example.com)")).toContain('target="_blank" rel="noopener noreferrer"');
  expect(draw("[a](/policy)")).not.toContain("target");
});

test("headings stay below the message's own", () => {
  expect(draw("# One\n\n### Two")).toContain("<h3>One</h3><h4>Two</h4>");
});

test("lists, emphasis and code are drawn", () => {
  expect(draw("1. **a**\n2. `b`")).toContain(
    '<ol start="1"><li><span><strong>a</strong></span></li><li><span><code>b</code></span></li></ol>',
  );
});

test("named characters need no innerHTML", () => {
  expect(draw("a &amp; b &nbsp; &unheard; &euro;")).toBe(
    '<div class="md"><p>a &amp; b \u00a0 &amp;unheard; €</p></div>',
  );
});
