import { useTexts } from "../shell/texts";
import type { UserMessage } from "../protocol/types";
import { Glyph } from "../widgets/icons";
import { safeImage } from "../widgets/safeUrl";
import { textOf } from "./conversation";

export function UserBubble({ item }: { item: UserMessage }) {
  const texts = useTexts();
  return (
    <article className={item.optimistic ? "item user user-sending" : "item user"}>
      <h2 className="sr-only">{texts.you}</h2>
      {item.quoted_text && <blockquote>{item.quoted_text}</blockquote>}
      <p>{textOf(item)}</p>
      {item.attachments?.map((file) => {
        const preview = file.type === "image" ? safeImage(file.preview_url) : undefined;
        return preview ? (
          <img key={file.id} src={preview} alt={file.name} />
        ) : (
          <span key={file.id} className="attachment">
            <Glyph name="document" size={16} /> {file.name}
          </span>
        );
      })}
    </article>
  );
}
