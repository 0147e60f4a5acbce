/** Markdown as it is read out, or shown in one plain line: its words without the marks. */
export function plainText(markdown: string): string {
  return markdown.replace(/[*_`#>]+/g, "").replace(/\s+/g, " ").trim();
}
