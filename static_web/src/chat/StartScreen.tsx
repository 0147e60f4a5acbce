import type { Prompt } from "../shell/types";
import { Glyph } from "../widgets/icons";

interface StartScreenProps {
  greeting: string;
  tagline?: string;
  prompts: Prompt[];
  onPrompt(prompt: Prompt): void;
}

export function StartScreen({ greeting, tagline, prompts, onPrompt }: StartScreenProps) {
  return (
    <div className="start">
      <h2>{greeting}</h2>
      {tagline && <p className="start-tagline">{tagline}</p>}
      <div className="prompts">
        {prompts.map((prompt) => (
          <button key={prompt.label} type="button" className="prompt" onClick={() => onPrompt(prompt)}>
            <span className="prompt-icon">
              <Glyph name={prompt.icon ?? "chat"} size={20} />
            </span>
            <span>{prompt.label}</span>
            <Glyph name="chevron-right" size={16} />
          </button>
        ))}
      </div>
    </div>
  );
}
