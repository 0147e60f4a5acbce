import type { FC } from "react";
import { Badge, Icon, Image } from "./content";
import { Chart } from "./chart";
import { Button } from "./button";
import { Checkbox, DatePicker, Input, RadioGroup, Select, Textarea } from "./fields";
import { Box, Col, Divider, Form, Row, Spacer, Transition } from "./layout";
import { Basic, Card, ListView, ListViewItem } from "./roots";
import { Table, TableCell, TableRow } from "./table";
import { Caption, Label, MarkdownText, Text, Title } from "./text";
import { childrenOf } from "./tree";
import type { Components, NodeProps, WidgetNode } from "./types";

const REGISTRY: { [Name in keyof Components]: FC<NodeProps<Name>> } = {
  Card,
  ListView,
  Basic,
  ListViewItem,
  Box,
  Row,
  Col,
  Form,
  Spacer,
  Divider,
  Transition,
  Text,
  Title,
  Caption,
  Markdown: MarkdownText,
  Label,
  Badge,
  Icon,
  Image,
  Chart,
  Table,
  "Table.Row": TableRow,
  "Table.Cell": TableCell,
  Button,
  Input,
  Textarea,
  Select,
  DatePicker,
  Checkbox,
  RadioGroup,
};

/** Draws one node; of a type it does not know, the children. */
export function Node({ node }: { node: WidgetNode }) {
  if (!Object.hasOwn(REGISTRY, node.type)) {
    if (import.meta.env.DEV) console.info(`Unknown widget component: ${node.type}`);
    return <Children of={node} />;
  }
  // The wire's word is the only link between a node's type and its props.
  const View = REGISTRY[node.type as keyof Components] as FC<{ node: WidgetNode }>;
  return <View node={node} />;
}

/** Draws a node's children; keys keep form state and focus when the root is replaced. */
export function Children({ of }: { of: WidgetNode }) {
  return childrenOf(of).map((child, index) => (
    <Node key={child.key ?? child.id ?? `${index}-${child.type}`} node={child} />
  ));
}
