import { expect, test } from "vitest";
import { EventSplitter } from "../src/protocol/sse";
import { eventsOf, streamOf } from "./recorded";

function inPieces(text: string, size: number): string[] {
  const splitter = new EventSplitter();
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  );
  return pieces.flatMap((piece) => splitter.push(piece));
}

test.each([1, 2, 3, 7, 64, 1000])(
  "a recorded stream cut every %i characters gives the same events",
  (size) => {
    const events = inPieces(streamOf("1-opening"), size).map((data) => JSON.parse(data) as unknown);

    expect(events).toEqual(eventsOf("1-opening"));
  },
);

test.each([1, 2, 3, 100])(
  "line breaks of the other kind, cut every %i characters, separate events too",
  (size) => {
    expect(inPieces("data: {}\r\n\r\ndata: 1\r\n\r\n", size)).toEqual(["{}", "1"]);
  },
);

test("comments and fields other than data are skipped", () => {
  expect(inPieces(": still here\n\nevent: x\nid: 4\ndata: 1\n\n", 5)).toEqual(["1"]);
});

test("several data lines are one event", () => {
  expect(inPieces("data: a\ndata:b\n\n", 100)).toEqual(["a\nb"]);
});

test("an event that is not finished is held back", () => {
  expect(new EventSplitter().push('data: {"half":')).toEqual([]);
});
