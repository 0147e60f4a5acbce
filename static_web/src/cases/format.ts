/** An amount of minor units in its currency, in the reader's language. */
export function money(minor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** A moment as day and time; empty for what is not a moment. */
export function moment(iso: string | null | undefined, locale: string): string {
  const date = new Date(iso ?? "");
  if (Number.isNaN(date.getTime())) return "";
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(date);
}

export const ENDED: ReadonlySet<string> = new Set(["CLOSED", "CANCELLED", "DECLINED", "EXPIRED"]);

/** States in which the orchestration is doing something that the customer is waiting for. */
export const IN_MOTION: ReadonlySet<string> = new Set(["APPROVED", "DECIDED", "SETTLING"]);

const TONES: Record<string, string> = {
  DRAFT: "secondary",
  QUOTED: "info",
  AWAITING_EVIDENCE: "warning",
  IN_REVIEW: "warning",
  APPROVED: "info",
  AWAITING_SHIPMENT: "info",
  IN_TRANSIT: "info",
  RECEIVED: "discovery",
  INSPECTING: "discovery",
  DECIDED: "discovery",
  SETTLING: "discovery",
  CLOSED: "success",
  DECLINED: "danger",
};

export const toneOf = (state: string): string => TONES[state] ?? "secondary";
