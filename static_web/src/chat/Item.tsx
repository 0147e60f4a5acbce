import { memo, useContext } from "react";
import type { ThreadItem } from "../protocol/types";
import { useTexts } from "../shell/texts";
import { safeImage } from "../widgets/safeUrl";
import { Widget } from "../widgets/Widget";
import { AssistantBubble } from "./AssistantBubble";
import { useChat } from "./context";
import { ImageHosts } from "./Markdown";
import { StructuredInput } from "./StructuredInput";
import { UserBubble } from "./UserBubble";
import { TaskLine, WorkflowBlock } from "./Workflow";

interface ItemProps {
  item: ThreadItem;
  /** A reply is arriving. */
  busy: boolean;
  /** This item is growing. */
  growing: boolean;
  /** The newest of its kind: of cards the one to act on, of answers the one to judge. */
  newest: boolean;
}

/** Draws one item of the conversation; kinds it does not know are skipped. */
export const Item = memo(function Item({ item, busy, growing, newest }: ItemProps) {
  const { act } = useChat();
  const imageHosts = useContext(ImageHosts);
  switch (item.type) {
    case "user_message":
      return <UserBubble item={item} />;
    case "assistant_message":
      return <AssistantBubble item={item} growing={growing} newest={newest} />;
    case "widget":
      return (
        <div className={newest ? "item item-widget" : "item item-widget item-older"} data-item={item.id}>
          <Widget
            root={item.widget}
            blocked={busy}
            imageHosts={imageHosts}
            onAction={(action) => act(item, action)}
          />
        </div>
      );
    case "workflow":
      return <WorkflowBlock workflow={item.workflow} running={growing} />;
    case "task":
      return <TaskLine task={item.task} />;
    case "structured_input":
      return <StructuredInput item={item} busy={busy} />;
    case "generated_image":
      return <Picture url={item.image?.url} hosts={imageHosts} />;
    default:
      return null;
  }
});

function Picture({ url, hosts }: { url: string | undefined; hosts: readonly string[] | undefined }) {
  const texts = useTexts();
  const src = safeImage(url, hosts);
  return src ? <img className="item picture" src={src} alt={texts.image} /> : null;
}
