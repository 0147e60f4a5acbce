import type { Prompt, Shop, ShopTexts } from "./types";

/** The shop's own words in that language, else in its first. */
export function shopTexts(shop: Shop, locale: string): ShopTexts {
  return inLocale(shop.texts, shop, locale) ?? {};
}

export function shopPrompts(shop: Shop, locale: string): Prompt[] {
  return inLocale(shop.prompts, shop, locale) ?? [];
}

export function greetingFor(text: string | undefined, name: string): string {
  return (text ?? "{first_name}").replaceAll("{first_name}", name.split(/\s+/)[0] ?? name);
}

function inLocale<T>(texts: Record<string, T>, shop: Shop, locale: string): T | undefined {
  return (
    texts[locale] ?? texts[locale.slice(0, 2)] ?? texts[shop.locales[0] ?? "en"] ?? Object.values(texts)[0]
  );
}
