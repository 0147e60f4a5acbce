import type { ReactNode } from "react";
import { Glyph } from "../widgets/icons";
import { useTexts } from "./texts";
import type { Principal, Shop } from "./types";

interface HeaderProps {
  shop: Shop;
  principal?: Principal;
  locale: string;
  onLocale(locale: string): void;
  onSignOut?(): void;
  onMenu?(): void;
  children?: ReactNode;
}

export function Header({ shop, principal, locale, onLocale, onSignOut, onMenu, children }: HeaderProps) {
  const texts = useTexts();
  return (
    <header className="header">
      {onMenu && (
        <button type="button" className="icon-btn" aria-label={texts.menu} onClick={onMenu}>
          <Glyph name="menu" size={20} />
        </button>
      )}
      <span className="logo" aria-hidden="true">
        {shop.name.slice(0, 1).toUpperCase()}
      </span>
      <h1>{shop.name}</h1>
      <div className="header-tools">
        {children}
        <LanguageChoice locales={shop.locales} locale={locale} onLocale={onLocale} />
        {principal && (
          <>
            <span className="who" title={principal.name}>
              <span className="avatar" aria-hidden="true">
                {initials(principal.name)}
              </span>
              <span className="who-name">{principal.name}</span>
            </span>
            <button
              type="button"
              className="icon-btn"
              aria-label={texts.signOut}
              title={texts.signOut}
              onClick={onSignOut}
            >
              <Glyph name="sign-out" size={18} />
            </button>
          </>
        )}
      </div>
    </header>
  );
}

function LanguageChoice({
  locales,
  locale,
  onLocale,
}: {
  locales: string[];
  locale: string;
  onLocale(locale: string): void;
}) {
  const texts = useTexts();
  if (locales.length < 2) return null;
  return (
    <span className="language">
      <Glyph name="globe" size={16} />
      <select aria-label={texts.language} value={locale} onChange={(event) => onLocale(event.target.value)}>
        {locales.map((one) => (
          <option key={one} value={one} lang={one}>
            {texts.languages[one.slice(0, 2)] ?? one}
          </option>
        ))}
      </select>
      <Glyph name="chevron-down" size={14} />
    </span>
  );
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.slice(0, 1).toUpperCase() ?? "")
    .join("");
}
