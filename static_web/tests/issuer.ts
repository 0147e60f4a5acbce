import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Answer {
  status?: number;
  body?: unknown;
}

/** A server on this machine: answers by `METHOD /path`, and notes what it was asked. */
export class Stub {
  readonly asked: { route: string; authorization?: string; form: URLSearchParams }[] = [];
  readonly answers: Record<string, Answer | (() => Answer)> = {};
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const route = `${request.method} ${request.url?.split("?")[0]}`;
        const { authorization } = request.headers;
        this.asked.push({ route, authorization, form: new URLSearchParams(body) });
        const found = this.answers[route];
        const { status = 200, body: told = {} } =
          typeof found === "function" ? found() : (found ?? { status: 404 });
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(told));
      });
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((ready) => this.#server.listen(0, "127.0.0.1", ready));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  of(route: string) {
    return this.asked.filter((one) => one.route === route);
  }

  stop(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise((closed) => this.#server.close(closed));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** An unsigned token: the page reads an ID token that came from the issuer itself, and trusts no other. */
export function idToken(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.`;
}

/** Storage of a tab. */
export function tabStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}
