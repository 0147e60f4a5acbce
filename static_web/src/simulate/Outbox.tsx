import { moment } from "../cases/format";
import { useLocale, useTexts } from "../shell/texts";
import type { OutboxNotice } from "../shell/types";
import { Glyph } from "../widgets/icons";

export function Outbox({ notices, onReload }: { notices: OutboxNotice[]; onReload(): void }) {
  const texts = useTexts();
  const locale = useLocale();
  return (
    <section>
      <div className="section-head">
        <h3>{texts.outbox}</h3>
        <button type="button" className="icon-btn" aria-label={texts.refreshOutbox} onClick={onReload}>
          <Glyph name="refresh" size={15} />
        </button>
      </div>
      {notices.length === 0 && <p className="side-empty">{texts.noNotices}</p>}
      <ul className="outbox">
        {notices.map((notice, index) => (
          <li key={`${notice.at}-${index}`}>
            <details>
              <summary>
                <Glyph name="mail" size={15} />
                <span>
                  {notice.subject}
                  <small>
                    {texts.noticeTo(notice.to)} · {moment(notice.at, locale)}
                  </small>
                </span>
              </summary>
              <p>{notice.text}</p>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
