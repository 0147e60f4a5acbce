// What the JSON routes beside the chat answer.

export interface Principal {
  id: string;
  name: string;
  role: "customer" | "staff";
  tier?: string | null;
}
export interface Person {
  name: string;
  email: string;
  role: "customer" | "staff";
  tier?: string | null;
  shows?: string;
}
export interface ShopTexts {
  greeting?: string;
  placeholder?: string;
  card_hint?: string;
  disclaimer?: string;
}
export interface Prompt {
  label: string;
  icon?: string | null;
  text: string;
  command?: string | null;
}
/** An OpenID Connect issuer and what to ask it for; nothing of it is secret. */
export interface IssuerSettings {
  authority: string;
  client_id: string;
  scope: string;
}
export interface Shop {
  shop: string;
  name: string;
  tagline?: string;
  colors?: { primary?: { light: string; dark: string } };
  locales: string[];
  texts: Record<string, ShopTexts>;
  prompts: Record<string, Prompt[]>;
  sign_in: { mode: "sample"; people: Person[] } | ({ mode: "oidc" } & IssuerSettings);
  simulate?: boolean;
}

export interface CaseSummary {
  case_id: string;
  return_number?: string | null;
  state: string;
  awaiting?: string | null;
  items?: CaseItem[];
  updated_at?: string | null;
}
export interface CaseItem {
  order_id: string;
  name: string;
  quantity: number;
}
export interface CaseLabel {
  n: number;
  tracking_number?: string | null;
}
export interface CaseDetail extends CaseSummary {
  quote?: { currency: string; total_minor: number; lines?: QuoteLine[] } | null;
  /** The state in the shop's own words. */
  state_text?: string;
  labels?: CaseLabel[];
  deadline?: string | null;
  timeline?: { at: string; text: string }[];
  explanation?: (string | { text?: string; section?: string })[];
}
export interface QuoteLine {
  code: string;
  minor: number;
}
export interface OutboxNotice {
  at: string;
  to: string;
  subject: string;
  text: string;
  case_id?: string | null;
}
