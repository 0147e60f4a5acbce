import type { Annotation, AssistantMessage, Source } from "../protocol/types";
import { useTexts } from "../shell/texts";
import { Glyph } from "../widgets/icons";
import { isExternal, safeLink } from "../widgets/safeUrl";
import { Feedback } from "./Feedback";
import { Markdown } from "./Markdown";

interface AssistantBubbleProps {
  item: AssistantMessage;
  growing: boolean;
  /** Nothing was answered after it. */
  newest: boolean;
}

/** An answer. One without sources that is not the newest asks for no opinion until it is pointed at. */
export function AssistantBubble({ item, growing, newest }: AssistantBubbleProps) {
  const texts = useTexts();
  const text = item.content.map((part) => part.text).join("\n\n");
  const sources = distinctSources(item.content.flatMap((part) => part.annotations ?? []));
  if (!text && !growing) return null;
  return (
    // The growing text is not read out bit by bit; the finished one is announced once.
    <article
      className={newest || sources.length > 0 ? "item assistant" : "item assistant assistant-quiet"}
      aria-live={growing ? "off" : undefined}
      data-growing={growing || undefined}
    >
      <h2 className="sr-only">{texts.reply}</h2>
      {item.content.map((part, index) => (
        <Markdown key={index}>{part.text}</Markdown>
      ))}
      {sources.length > 0 && <Sources sources={sources} />}
      {!growing && <Feedback itemId={item.id} text={text} />}
    </article>
  );
}

function Sources({ sources }: { sources: Source[] }) {
  const texts = useTexts();
  return (
    <div className="sources">
      <h3>{texts.sources}</h3>
      <ol>
        {sources.map((source, index) => (
          <li key={index}>
            <SourceLine source={source} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function SourceLine({ source }: { source: Source }) {
  const link = source.type === "url" ? safeLink(source.url) : undefined;
  const detail = source.description ?? (source.type === "file" ? source.filename : undefined);
  const words = (
    <>
      <Glyph
        name={
          source.type === "entity" ? (source.icon ?? "tag") : source.type === "url" ? "globe" : "document"
        }
        size={15}
      />
      <span>
        <b>{source.title}</b>
        {detail && detail !== source.title && <small>{detail}</small>}
      </span>
    </>
  );
  if (!link) return <span className="source">{words}</span>;
  const outside = isExternal(link) ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return (
    <a className="source" href={link} {...outside}>
      {words}
    </a>
  );
}

/** A passage cited twice is listed once. */
function distinctSources(annotations: Annotation[]): Source[] {
  const seen = new Map(
    annotations.map(({ source }) => [`${source.type}|${source.title}|${source.description ?? ""}`, source]),
  );
  return [...seen.values()];
}
