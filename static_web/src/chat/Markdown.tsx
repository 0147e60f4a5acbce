import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { createContext, memo, useContext, type ReactNode } from "react";
import { isExternal, safeImage, safeLink } from "../widgets/safeUrl";

/** Text of the server as Markdown: raw HTML stays text, and only addresses of the allow-list work. */
export const Markdown = memo(function Markdown({ children }: { children: string }) {
  return <div className="md">{draw(fromMarkdown(children))}</div>;
});

function draw(node: Nodes): ReactNode {
  switch (node.type) {
    case "text":
    case "html":
      return node.value;
    case "paragraph":
      return <p>{inside(node)}</p>;
    case "strong":
      return <strong>{inside(node)}</strong>;
    case "emphasis":
      return <em>{inside(node)}</em>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "code":
      return (
        <pre>
          <code>{node.value}</code>
        </pre>
      );
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    case "blockquote":
      return <blockquote>{inside(node)}</blockquote>;
    // Headings continue the page's own order: the message is a second level.
    case "heading":
      return node.depth < 3 ? <h3>{inside(node)}</h3> : <h4>{inside(node)}</h4>;
    case "list":
      return node.ordered ? <ol start={node.start ?? 1}>{inside(node)}</ol> : <ul>{inside(node)}</ul>;
    case "listItem":
      return <li>{node.spread ? inside(node) : tight(node)}</li>;
    case "link":
      return <Link url={node.url}>{inside(node)}</Link>;
    case "image":
      return <Picture url={node.url} alt={node.alt ?? ""} />;
    default:
      return "children" in node ? inside(node) : null;
  }
}

function inside(node: { children: readonly Nodes[] }): ReactNode {
  return node.children.map((child, index) => <Part key={index} node={child} />);
}

/** A list without blank lines between its items has no paragraphs in them. */
function tight(node: { children: readonly Nodes[] }): ReactNode {
  return node.children.map((child, index) =>
    child.type === "paragraph" ? <span key={index}>{inside(child)}</span> : <Part key={index} node={child} />,
  );
}

const Part = ({ node }: { node: Nodes }) => draw(node);

function Link({ url, children }: { url: string; children: ReactNode }) {
  const link = safeLink(url);
  if (!link) return <span>{children}</span>;
  const outside = isExternal(link) ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return (
    <a href={link} {...outside}>
      {children}
    </a>
  );
}

/** Domains that pictures may come from; undefined allows any https address. */
export const ImageHosts = createContext<readonly string[] | undefined>(undefined);

function Picture({ url, alt }: { url: string; alt: string }) {
  const src = safeImage(url, useContext(ImageHosts));
  return src ? <img src={src} alt={alt} loading="lazy" /> : <span>{alt}</span>;
}
