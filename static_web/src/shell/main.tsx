import { createRoot } from "react-dom/client";
import "../styles/tokens.css";
import "../styles/page.css";
import "../styles/signIn.css";
import "../styles/sidebar.css";
import "../styles/chat.css";
import "../styles/messages.css";
import "../styles/composer.css";
import "../styles/controls.css";
import "../styles/cards.css";
import "../styles/widgets.css";
import "../styles/panels.css";
import { App } from "./App";
import { loadConfig } from "./config";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App config={await loadConfig()} />);
