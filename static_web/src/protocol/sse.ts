/** Splits a stream of text chunks into the `data` of server-sent events. */
export class EventSplitter {
  #rest = "";

  /** Takes the next chunk and returns the data of every event it completes. */
  push(chunk: string): string[] {
    const text = this.#rest + chunk;
    // A carriage return at the end may be half of a line break.
    const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
    const blocks = whole.replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = (blocks.pop() ?? "") + text.slice(whole.length);
    return blocks.map(dataOf).filter((data) => data !== "");
  }
}

function dataOf(block: string): string {
  return block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(line.startsWith("data: ") ? 6 : 5))
    .join("\n");
}
