import { useState } from "react";
import { CaseDetails } from "../cases/CaseDetails";
import { COMPOSER_ID, Composer } from "../chat/Composer";
import { StartScreen } from "../chat/StartScreen";
import { Thread } from "../chat/Thread";
import { SimulatePanel } from "../simulate/SimulatePanel";
import { Glyph } from "../widgets/icons";
import type { Api } from "./api";
import { Dialog } from "./Dialog";
import { Header } from "./Header";
import { LabelToast } from "./LabelToast";
import { WIDE, useMedia } from "./media";
import { SidePanel } from "./SidePanel";
import { Sidebar } from "./Sidebar";
import { greetingFor, shopPrompts, shopTexts } from "./shopTexts";
import { ClosedThread, OfflineBar } from "./StatusLines";
import { useTexts } from "./texts";
import type { Principal, Shop } from "./types";
import { useWorkspace } from "./useWorkspace";

interface WorkspaceProps {
  api: Api;
  shop: Shop;
  principal: Principal;
  locale: string;
  onLocale(locale: string): void;
  onSignOut(): void;
}

/** The customer's page: conversations, the open one, and what stands beside it. */
export function Workspace({ api, shop, principal, locale, onLocale, onSignOut }: WorkspaceProps) {
  const texts = useTexts();
  const isWide = useMedia(WIDE);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const page = useWorkspace(api);
  const { conversation, state, threads, returns } = page;
  const words = shopTexts(shop, locale);
  const status = state.thread?.status;
  const isClosed = status !== undefined && status.type !== "active";
  const toComposer = () => document.getElementById(COMPOSER_ID)?.focus();

  const closeMenuAnd = (act: () => void) => {
    setMenuOpen(false);
    act();
  };
  const sidebar = (
    <Sidebar
      threads={threads.threads}
      activeId={state.thread?.id}
      hasMore={threads.hasMore}
      onMore={() => void threads.more()}
      onOpen={(threadId) => closeMenuAnd(() => void page.open(threadId))}
      onRename={threads.rename}
      onDelete={async (threadId) => {
        await threads.remove(threadId);
        if (threadId === state.thread?.id) await page.open(undefined);
      }}
      cases={returns.cases}
      activeCaseId={page.caseId}
      onNew={() => closeMenuAnd(() => void page.open(undefined).then(toComposer))}
      onOpenCase={(caseId) => closeMenuAnd(() => page.setPanel({ kind: "case", caseId }))}
    />
  );
  const start = page.ready && (
    <StartScreen
      greeting={greetingFor(words.greeting, principal.name)}
      tagline={shop.tagline}
      prompts={shopPrompts(shop, locale)}
      onPrompt={(prompt) => page.send(prompt.text, prompt.command)}
    />
  );
  return (
    <div className="app">
      {!isClosed && (
        <a
          className="skip"
          href={`#${COMPOSER_ID}`}
          onClick={(event) => {
            event.preventDefault();
            toComposer();
          }}
        >
          {texts.skip}
        </a>
      )}
      <Header
        {...{ shop, principal, locale, onLocale, onSignOut }}
        onMenu={isWide ? undefined : () => setMenuOpen(true)}
      >
        {shop.simulate && (
          <button
            type="button"
            className="btn v-outline tone-secondary btn-sm simulate-toggle"
            aria-label={texts.simulateTitle}
            aria-expanded={page.panel?.kind === "simulate"}
            onClick={() => page.setPanel(page.panel?.kind === "simulate" ? null : { kind: "simulate" })}
          >
            <Glyph name="lab" size={16} />
            <span>{texts.simulate}</span>
          </button>
        )}
      </Header>
      <OfflineBar />
      <div className="columns">
        {isWide && <div className="sidebar">{sidebar}</div>}
        <main className="chat">
          <Thread
            conversation={conversation}
            state={state}
            start={start}
            cardHint={page.awaitsItem ? words.card_hint : undefined}
            onClientAction={page.clientAction}
          />
          {isClosed ? (
            <ClosedThread status={status} onNew={() => void page.open(undefined)} />
          ) : (
            <Composer
              draft={page.text}
              onDraft={page.write}
              placeholder={words.placeholder ?? texts.message}
              disclaimer={words.disclaimer}
              busy={state.streaming}
              mayStop={state.allowCancel}
              onSend={page.send}
              onStop={() => conversation.stop()}
            />
          )}
        </main>
        <RightPanel {...{ api, page }} />
      </div>
      {isMenuOpen && !isWide && (
        <Dialog label={texts.menu} className="drawer drawer-left" onClose={() => setMenuOpen(false)}>
          <div className="panel-head">
            <span className="who-name">{principal.name}</span>
            <button
              type="button"
              className="icon-btn"
              aria-label={texts.closePanel(texts.menu)}
              onClick={() => setMenuOpen(false)}
            >
              <Glyph name="close" size={18} />
            </button>
          </div>
          <div className="sidebar">{sidebar}</div>
        </Dialog>
      )}
      {page.label && <LabelToast label={page.label} onClose={page.closeLabel} />}
    </div>
  );
}

function RightPanel({ api, page }: { api: Api; page: ReturnType<typeof useWorkspace> }) {
  const texts = useTexts();
  const { panel, returns } = page;
  const [chosen, setChosen] = useState<string>();
  if (!panel) return null;
  if (panel.kind === "simulate") {
    return (
      <SidePanel title={texts.simulateTitle} onClose={() => page.setPanel(null)}>
        <SimulatePanel
          api={api}
          cases={returns.cases}
          caseId={chosen ?? page.caseId}
          onChoose={setChosen}
          onActed={page.acted}
        />
      </SidePanel>
    );
  }
  const detail = returns.details[panel.caseId];
  return (
    <SidePanel title={texts.returnDetails} onClose={() => page.setPanel(null)}>
      {detail ? (
        <CaseDetails detail={detail} onPrint={(caseId, n) => void page.actions.printLabel(caseId, n)} />
      ) : (
        <p className="side-empty" role="status">
          {returns.failed ? texts.caseFailed : texts.loading}
        </p>
      )}
    </SidePanel>
  );
}
