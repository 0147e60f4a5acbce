/** Settings of this deployment, read at start so that one build serves every environment. */
export interface Config {
  api_origin: string;
  ui: "builtin" | "official";
}

const LOCAL: Config = { api_origin: "", ui: "builtin" };

export async function loadConfig(): Promise<Config> {
  try {
    const response = await fetch("/config.json", { cache: "no-store" });
    return response.ok ? { ...LOCAL, ...((await response.json()) as Partial<Config>) } : LOCAL;
  } catch {
    return LOCAL;
  }
}
