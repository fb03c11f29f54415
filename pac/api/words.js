// Says in Spanish what Streamlit says in English and gives no way to set.
//
// Only whole texts that are listed here are changed, where they appear; another text stays as it
// is. docs/framework.md lists them, and a test holds the two together.
"use strict";

(() => {
  const SPANISH = {
    "Skip to main content": "Ir al contenido",
    "App pages": "Páginas",
    Sidebar: "Panel de páginas y filtros",
    "Collapse sidebar": "Cerrar el panel",
    "Expand sidebar": "Abrir el panel",
    Open: "Ver opciones",
    Close: "Cerrar",
    "Clear value": "Quitar",
    "Clear entry": "Borrar",
    "No results": "Sin resultados",
    "Press Enter to apply": "Presione Enter para aplicar",
    "Press Enter to submit form": "Presione Enter para enviar",
    "Running...": "Calculando…",
    Connecting: "Conectando",
    "Connecting to Streamlit server": "Conectando con el tablero",
    "Connection error": "Se perdió la conexión con el tablero",
    Notifications: "Avisos",
    "Main menu": "Menú",
    "Show password": "Mostrar la contraseña",
    "Hide password": "Ocultar la contraseña",
    "Failed to generate file for download": "No se pudo preparar el archivo",
    Upload: "Elegir archivos",
    "file upload": "Elegir archivos",
    yyyy: "aaaa",
    "Add files": "Añadir archivos",
    "Choose date": "Elegir fecha",
  };
  // What names a number or a kind of file.
  const PATTERNS = [
    [/^(.+) files? (?:is|are) not allowed\.$/, "No se reciben archivos $1: guárdelo como .xlsx."],
    [/^(\d+)MB per file$/, "Hasta $1 MB cada uno"],
    [/^File must be (\d+)MB or smaller\.$/, "El archivo pesa más de $1 MB."],
    [/^Remove (.+)$/, "Quitar $1"],
    [/^(\d+)\.(\d)(KB|MB)$/, "$1,$2 $3"],
  ];
  const UPLOAD = '[data-testid="stFileUploader"]';
  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  const of = (text, at) => {
    const said = text?.trim();
    if (!said) return undefined;
    if (Object.hasOwn(SPANISH, said)) return SPANISH[said];
    if (!at?.closest(UPLOAD)) return undefined;
    const found = PATTERNS.find(([pattern]) => pattern.test(said));
    return found && said.replace(...found);
  };

  // What comes from the plan is data, whatever it says.
  const DATA = ["stMarkdownContainer", "stTable", "stText", "stHeading"]
    .map((name) => `[data-testid="${name}"]`)
    .join();

  // Its words are set as if they were a text of ours.
  const BUTTON = '[data-testid="stFileUploaderDropzone"] button';

  const mendText = (node) => {
    const at = node.parentElement;
    const spanish = of(node.nodeValue, at);
    const data = at?.closest(DATA) && !at.closest(BUTTON);
    if (spanish && !data) node.nodeValue = spanish;
  };

  const HELP = /^Help for (.+)$/; // the name of the mark beside a label
  const mendElement = (element) => {
    for (const name of ATTRIBUTES) {
      const said = element.getAttribute(name);
      const spanish = HELP.test(said ?? "") ? said.replace(HELP, "Ayuda: $1") : of(said, element);
      if (spanish) element.setAttribute(name, spanish);
    }
  };

  const mend = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return mendText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    mendElement(root);
    const inside = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = inside.nextNode(); node; node = inside.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) mendText(node);
      else mendElement(node);
    }
  };

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(mend);
      else if (change.type === "characterData") mendText(change.target);
      else mendElement(change.target);
    }
  }).observe(document.documentElement, {
    attributeFilter: ATTRIBUTES,
    attributes: true,
    characterData: true,
    childList: true,
    subtree: true,
  });
  mend(document.documentElement);
})();
