import { useCallback, useEffect, useState } from "react";
import { nameOf } from "../cases/CaseList";
import { moment } from "../cases/format";
import { StateBadge } from "../cases/StateBadge";
import { wordsFor, type Api } from "../shell/api";
import { useLocale, useTexts } from "../shell/texts";
import type { CaseSummary, OutboxNotice } from "../shell/types";
import { Glyph } from "../widgets/icons";
import { ActButton } from "./ActButton";
import { Outbox } from "./Outbox";

interface SimulatePanelProps {
  api: Api;
  cases: CaseSummary[];
  caseId?: string;
  onChoose(caseId: string): void;
  /** Something was done: the conversation and the case may have changed. */
  onActed(): void;
}

const GRADES = ["A", "B", "C", "D"] as const;

/** Plays the outside world for one return; exists on a local machine only. */
export function SimulatePanel({ api, cases, caseId, onChoose, onActed }: SimulatePanelProps) {
  const texts = useTexts();
  const locale = useLocale();
  const chosen = cases.find((one) => one.case_id === caseId) ?? cases[0];
  const [running, setRunning] = useState(false);
  const [result, setResult] = useState<{ failed: boolean; text: string } | null>(null);
  const [now, setNow] = useState<string>();
  const [outbox, setOutbox] = useState<OutboxNotice[]>([]);

  const reload = useCallback(async () => {
    const [time, notices] = await Promise.allSettled([api.hostTime(), api.outbox()]);
    if (time.status === "fulfilled") setNow(time.value);
    if (notices.status === "fulfilled") setOutbox(notices.value);
  }, [api]);
  useEffect(() => {
    void reload();
  }, [reload, chosen?.state]);

  const act = async (work: () => Promise<unknown>) => {
    setRunning(true);
    setResult(null);
    try {
      await work();
      setResult({ failed: false, text: texts.done });
    } catch (error) {
      setResult({ failed: true, text: wordsFor(error, texts.errorGeneric, texts.errorOffline) });
    } finally {
      setRunning(false);
      onActed();
      void reload();
    }
  };
  const play = (name: "scan" | "receive" | "grade" | "review", extra: Record<string, string> = {}) => {
    if (chosen) void act(() => api.simulate(name, { case_id: chosen.case_id, ...extra }));
  };
  const button = { state: chosen?.state, running };

  return (
    <div className="simulate">
      <p className="panel-lead">{texts.simulateLead}</p>
      {chosen ? (
        <CaseChoice {...{ cases, chosen, onChoose }} />
      ) : (
        <p className="side-empty">{texts.noCase}</p>
      )}
      <p className={result?.failed ? "sim-result sim-failed" : "sim-result"} role="status">
        {result?.text}
      </p>
      <section>
        <h3>{texts.carrier}</h3>
        <ActButton
          {...button}
          icon="truck"
          label={texts.scan}
          needs={["AWAITING_SHIPMENT"]}
          onAct={() => play("scan")}
        />
      </section>
      <section>
        <h3>{texts.warehouse}</h3>
        <ActButton
          {...button}
          icon="box"
          label={texts.receive}
          needs={["AWAITING_SHIPMENT", "IN_TRANSIT"]}
          onAct={() => play("receive")}
        />
        <div className="sim-row sim-grades">
          {GRADES.map((grade) => (
            <ActButton
              {...button}
              key={grade}
              label={texts.grade(grade)}
              needs={["RECEIVED", "INSPECTING"]}
              quiet={grade !== "A"}
              onAct={() => play("grade", { grade })}
            />
          ))}
        </div>
      </section>
      <section>
        <h3>{texts.review}</h3>
        <div className="sim-row">
          <ActButton
            {...button}
            label={texts.approve}
            needs={["IN_REVIEW"]}
            onAct={() => play("review", { decision: "approve" })}
          />
          <ActButton
            {...button}
            label={texts.decline}
            needs={["IN_REVIEW"]}
            quiet
            onAct={() => play("review", { decision: "decline" })}
          />
        </div>
      </section>
      <section>
        <h3>{texts.clock}</h3>
        {now && <p className="sim-now">{texts.hostTime(moment(now, locale))}</p>}
        <div className="sim-row">
          {[1, 14].map((days) => (
            <button
              key={days}
              type="button"
              className="btn v-outline tone-secondary btn-sm"
              aria-disabled={running || undefined}
              onClick={() => void act(() => api.hostTime(`P${days}D`).then(setNow))}
            >
              <Glyph name="clock" size={15} />
              {texts.advance(days)}
            </button>
          ))}
        </div>
      </section>
      <Outbox notices={outbox} onReload={() => void reload()} />
    </div>
  );
}

function CaseChoice({
  cases,
  chosen,
  onChoose,
}: Pick<SimulatePanelProps, "cases" | "onChoose"> & { chosen: CaseSummary }) {
  const texts = useTexts();
  return (
    <div className="sim-case">
      <label htmlFor="sim-case" className="w-label">
        {texts.simulateCase}
      </label>
      <span className="w-select w-block">
        <select
          id="sim-case"
          className="w-field w-block"
          value={chosen.case_id}
          onChange={(event) => onChoose(event.target.value)}
        >
          {cases.map((one) => (
            <option key={one.case_id} value={one.case_id}>
              {[one.return_number, nameOf(one, texts.untitled)].filter(Boolean).join(" · ")}
            </option>
          ))}
        </select>
        <Glyph name="chevron-down" size={16} />
      </span>
      <StateBadge state={chosen.state} />
    </div>
  );
}
