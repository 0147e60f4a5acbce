import { createRoot } from "react-dom/client";
import "../styles/tokens.css";
import "../styles/page.css";
import "../styles/chat.css";
import "../styles/controls.css";
import "../styles/widgets.css";
import "../styles/panels.css";
import { App } from "./App";
import { loadConfig } from "./config";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App config={await loadConfig()} />);
