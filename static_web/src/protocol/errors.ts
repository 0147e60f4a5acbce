/** An answer of the API that is not a success. `message` may be shown to the customer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly traceId?: string,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** The stream ended before the answer did: cut, silent or never reached. */
export class StreamLost extends Error {
  constructor(readonly why: "cut" | "silent" | "unreachable") {
    super(`The stream was lost: ${why}`);
    this.name = "StreamLost";
  }
}

export async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const problem = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const text = (field: string) =>
    typeof problem[field] === "string" ? (problem[field] as string) : undefined;
  const retryAfter = Number(response.headers.get("retry-after"));
  return new ApiError(
    response.status,
    text("code") ?? `http_${response.status}`,
    text("message") ?? "",
    text("trace_id"),
    retryAfter > 0 ? retryAfter : undefined,
  );
}
