import { useState, type FormEvent } from "react";
import { ApiError } from "../protocol/errors";
import { Glyph } from "../widgets/icons";
import { wordsFor, type Api } from "./api";
import { initials } from "./Header";
import type { Session } from "./session";
import { useTexts } from "./texts";
import type { Person } from "./types";

interface SignInProps {
  api: Api;
  people: readonly Person[];
  /** Why the customer is here again. */
  message?: string;
  onSignedIn(session: Session): void;
}

/** The door of a shop on this machine: a sample person is one press away. */
export function SignIn({ api, people, message, onSignedIn }: SignInProps) {
  const texts = useTexts();
  const [failure, setFailure] = useState("");
  const [running, setRunning] = useState("");
  const signIn = async (email: string) => {
    if (running) return;
    setRunning(email);
    setFailure("");
    try {
      onSignedIn(await api.signIn(email));
    } catch (error) {
      setFailure(refusal(error, texts));
      setRunning("");
    }
  };
  const group = (role: Person["role"]) => people.filter((person) => person.role === role);
  return (
    <main className="sign-in">
      <h2>{texts.signInTitle}</h2>
      <p className="lead">{texts.signInLead}</p>
      {message && (
        <p className="notice notice-warning" role="status">
          <Glyph name="info" size={18} />
          <span className="notice-words">{message}</span>
        </p>
      )}
      {failure && (
        <p className="notice notice-danger" role="alert">
          <Glyph name="alert" size={18} />
          <span className="notice-words">{failure}</span>
        </p>
      )}
      <EmailForm running={running !== ""} onSend={signIn} />
      <People title={texts.customers} people={group("customer")} running={running} onChoose={signIn} />
      <People title={texts.staff} people={group("staff")} running={running} onChoose={signIn} />
    </main>
  );
}

interface PeopleProps {
  title: string;
  people: Person[];
  running: string;
  onChoose(email: string): void;
}

function People({ title, people, running, onChoose }: PeopleProps) {
  const texts = useTexts();
  if (people.length === 0) return null;
  return (
    <section className="people">
      <h3>{title}</h3>
      <ul>
        {people.map((person) => (
          <li key={person.email}>
            <button
              type="button"
              className="person"
              aria-label={texts.signInAs(person.name)}
              aria-describedby={`shows-${person.email}`}
              aria-busy={running === person.email || undefined}
              onClick={() => onChoose(person.email)}
            >
              <span className="avatar avatar-lg" aria-hidden="true">
                {running === person.email ? <span className="spinner" /> : initials(person.name)}
              </span>
              <span className="person-words" id={`shows-${person.email}`}>
                <span className="person-name">
                  <b>{person.name}</b>
                  {person.tier && (
                    <span className={`w-badge w-badge-sm v-soft tone-${tierTone(person.tier)}`}>
                      {person.tier}
                    </span>
                  )}
                </span>
                {person.shows && <small>{person.shows}</small>}
              </span>
              <Glyph name="chevron-right" size={16} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function EmailForm({ running, onSend }: { running: boolean; onSend(email: string): void }) {
  const texts = useTexts();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email")).trim();
    if (email) onSend(email);
  };
  return (
    <form className="email-form" onSubmit={submit}>
      <label htmlFor="email">{texts.byEmail}</label>
      <div>
        <input
          id="email"
          name="email"
          type="email"
          className="w-field"
          autoComplete="email"
          placeholder={texts.email}
          required
        />
        <button type="submit" className="btn v-solid tone-primary" aria-disabled={running || undefined}>
          {texts.signIn}
        </button>
      </div>
    </form>
  );
}

const TIERS: Record<string, string> = { silver: "info", gold: "warning", platinum: "discovery" };
const tierTone = (tier: string) => TIERS[tier.toLowerCase()] ?? "secondary";

function refusal(error: unknown, texts: ReturnType<typeof useTexts>): string {
  if (error instanceof ApiError && error.status === 404) return texts.unknownEmail;
  if (error instanceof ApiError && error.status === 429) return texts.tooMany(error.retryAfterSeconds ?? 60);
  return wordsFor(error, texts.errorGeneric, texts.errorOffline);
}
