import { useCallback, useEffect, useRef, useState } from "react";
import { sameJson } from "../protocol/same";
import type { Api } from "../shell/api";
import type { CaseDetail, CaseSummary } from "../shell/types";

export interface Returns {
  cases: CaseSummary[];
  /** Details by case id, as last read. */
  details: Record<string, CaseDetail>;
  failed: boolean;
  /** Reads the list and one case again. */
  reload(caseId?: string): Promise<void>;
}

/** The customer's returns as the service tells them; nothing is kept beyond the page. */
export function useReturns(api: Api, watched: string | undefined): Returns {
  const [cases, setCases] = useState<CaseSummary[]>([]);
  const [details, setDetails] = useState<Record<string, CaseDetail>>({});
  const [failed, setFailed] = useState(false);
  const current = useRef(watched);
  current.current = watched;

  const reload = useCallback(
    async (caseId = current.current) => {
      const [list, detail] = await Promise.allSettled([api.cases(), caseId ? api.caseDetail(caseId) : null]);
      if (list.status === "fulfilled") setCases((old) => kept(old, list.value));
      setFailed(detail.status === "rejected");
      const fresh = detail.status === "fulfilled" ? detail.value : null;
      if (fresh)
        setDetails((old) => (sameJson(old[fresh.case_id], fresh) ? old : { ...old, [fresh.case_id]: fresh }));
    },
    [api],
  );

  useEffect(() => {
    void reload(watched);
  }, [reload, watched]);

  return { cases, details, failed, reload };
}

const kept = <T>(old: T, fresh: T): T => (sameJson(old, fresh) ? old : fresh);
