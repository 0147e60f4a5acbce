import { ApiError, StreamLost } from "./errors";
import { EventSplitter } from "./sse";
import type { Call, ServerEvent } from "./types";

/** No event for this long means the stream is dead; the server sends one at least every 10 s. */
const SILENCE_MS = 25_000;

export interface Transport {
  /** Sends a request to the API with the bearer header, and throws `ApiError` on any refusal. */
  send(path: string, init: RequestInit): Promise<Response>;
}

/** Speaks the ChatKit protocol over one POST route. */
export class ChatKitClient {
  constructor(
    private readonly transport: Transport,
    private readonly silenceMs = SILENCE_MS,
  ) {}

  /** Sends a request whose answer is plain JSON. */
  async ask<T>(call: Call): Promise<T> {
    const response = await this.#post(call, new AbortController().signal);
    return (await response.json()) as T;
  }

  /**
   * Sends a request and yields the events of its answer. Aborting ends it without an error.
   * Throws `ApiError` when refused, `StreamLost` when it is cut or falls silent.
   */
  async *stream(call: Call, signal: AbortSignal): AsyncGenerator<ServerEvent> {
    const cut = new AbortController();
    const silence = new Alarm(this.silenceMs, () => cut.abort());
    try {
      const response = await this.#post(call, AbortSignal.any([signal, cut.signal]));
      yield* eventsOf(response, () => silence.restart());
    } catch (error) {
      if (error instanceof ApiError) throw error;
      if (signal.aborted) return;
      throw new StreamLost(cut.signal.aborted ? "silent" : "cut");
    } finally {
      silence.stop();
    }
  }

  #post(call: Call, signal: AbortSignal): Promise<Response> {
    return this.transport.send("/api/chatkit", {
      method: "POST",
      signal,
      headers: { "content-type": "application/json", accept: "text/event-stream, application/json" },
      body: JSON.stringify(call),
    });
  }
}

async function* eventsOf(response: Response, heard: () => void): AsyncGenerator<ServerEvent> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const splitter = new EventSplitter();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard();
      for (const data of splitter.push(value)) yield JSON.parse(data) as ServerEvent;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

class Alarm {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ms: number,
    private readonly ring: () => void,
  ) {
    this.restart();
  }

  restart(): void {
    this.stop();
    this.#timer = setTimeout(this.ring, this.ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
