import { plainText } from "../chat/plainText";
import { useLocale, useTexts } from "../shell/texts";
import type { CaseDetail } from "../shell/types";
import { Glyph } from "../widgets/icons";
import { nameOf } from "./CaseList";
import { moment, money } from "./format";
import { StateBadge } from "./StateBadge";

interface CaseDetailsProps {
  detail: CaseDetail;
  onPrint(caseId: string, n: number): void;
}

/** Everything the customer may know about one return. */
export function CaseDetails({ detail, onPrint }: CaseDetailsProps) {
  const texts = useTexts();
  const locale = useLocale();
  const deadline = moment(detail.deadline, locale);
  return (
    <div className="case">
      <div className="case-head">
        <p className="case-title">{nameOf(detail, texts.untitled)}</p>
        <StateBadge state={detail.state} />
      </div>
      {detail.state_text && <p className="case-state">{plainText(detail.state_text)}</p>}
      <dl className="facts">
        {detail.return_number && <Fact name={texts.returnNumber} value={detail.return_number} />}
        {deadline && <Fact name={texts.deadline} value={deadline} />}
      </dl>
      <Items detail={detail} />
      <Labels detail={detail} onPrint={onPrint} />
      <Timeline detail={detail} />
      <Why detail={detail} />
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Items({ detail }: { detail: CaseDetail }) {
  const texts = useTexts();
  const locale = useLocale();
  const { items = [], quote } = detail;
  if (items.length === 0) return null;
  return (
    <section>
      <h3>{texts.items}</h3>
      <ul className="lines">
        {items.map((item) => (
          <li key={`${item.order_id}-${item.name}`}>
            <span>
              {item.name}
              <small>
                {texts.order(item.order_id)} · {texts.quantity(item.quantity)}
              </small>
            </span>
          </li>
        ))}
        {quote?.lines?.map((line, index) => (
          <li key={index}>
            <span>{texts.quoteLines[line.code] ?? line.code}</span>
            <span className="amount">{money(line.minor, quote.currency, locale)}</span>
          </li>
        ))}
        {quote && (
          <li className="sum">
            <span>{texts.total}</span>
            <span className="amount">{money(quote.total_minor, quote.currency, locale)}</span>
          </li>
        )}
      </ul>
    </section>
  );
}

function Labels({ detail, onPrint }: CaseDetailsProps) {
  const texts = useTexts();
  const { labels = [] } = detail;
  if (labels.length === 0) return null;
  return (
    <section>
      <h3>{texts.labels}</h3>
      <ul className="lines">
        {labels.map((label) => (
          <li key={label.n}>
            <span>
              {label.tracking_number}
              <small>{texts.tracking}</small>
            </span>
            <button
              type="button"
              className="btn v-outline tone-secondary btn-sm"
              onClick={() => onPrint(detail.case_id, label.n)}
            >
              <Glyph name="printer" size={15} />
              {labels.length > 1 ? texts.openLabel(label.n) : texts.openOnlyLabel}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Timeline({ detail }: { detail: CaseDetail }) {
  const texts = useTexts();
  const locale = useLocale();
  const { timeline = [] } = detail;
  if (timeline.length === 0) return null;
  return (
    <section>
      <h3>{texts.timeline}</h3>
      <ol className="timeline">
        {timeline.toReversed().map((entry, index) => (
          <li key={timeline.length - index}>
            <span>{entry.text}</span>
            <time dateTime={entry.at}>{moment(entry.at, locale)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Why({ detail }: { detail: CaseDetail }) {
  const texts = useTexts();
  const reasons = (detail.explanation ?? []).map((entry) =>
    typeof entry === "string"
      ? entry
      : [entry.text, entry.section && `(${entry.section})`].filter(Boolean).join(" "),
  );
  if (reasons.length === 0) return null;
  return (
    <details className="why">
      <summary>
        <span>{texts.why}</span>
        <Glyph name="chevron-down" size={14} />
      </summary>
      <ul>
        {reasons.map((reason, index) => (
          <li key={index}>{reason}</li>
        ))}
      </ul>
    </details>
  );
}
