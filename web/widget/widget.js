// The one script a page needs: <script type="module" src="https://…/widget.js"></script>
import { define } from "./element.js";

define(new URL(".", import.meta.url));
