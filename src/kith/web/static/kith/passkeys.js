// Passkeys: fetches a challenge, lets the device sign it, sends back what it signed.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0),
  );
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function creation(json) {
    if (PublicKeyCredential.parseCreationOptionsFromJSON) {
      return PublicKeyCredential.parseCreationOptionsFromJSON(json);
    }
    return {
      ...json,
      challenge: bytes(json.challenge),
      user: { ...json.user, id: bytes(json.user.id) },
      excludeCredentials: named(json.excludeCredentials),
    };
  }

  function request(json) {
    if (PublicKeyCredential.parseRequestOptionsFromJSON) {
      return PublicKeyCredential.parseRequestOptionsFromJSON(json);
    }
    return {
      ...json, challenge: bytes(json.challenge), allowCredentials: named(json.allowCredentials),
    };
  }

  // By hand: some managers of passkeys hand over objects whose own toJSON fails.
  function plain(credential) {
    const response = {};
    for (const part of [
      "clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle",
    ]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    const id = text(credential.rawId);
    return { id, rawId: id, type: credential.type, clientExtensionResults: {}, response };
  }

  async function post(address, token, body) {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
    const json = await answer.json().catch(() => ({}));
    if (!answer.ok || answer.redirected) throw new Error(json.problem || "");
    return json;
  }

  const ways = {
    add: async (json) => navigator.credentials.create({ publicKey: creation(json) }),
    use: async (json) => navigator.credentials.get({ publicKey: request(json) }),
  };

  async function run(form) {
    const token = form.elements.csrfmiddlewaretoken.value;
    const json = await post(form.dataset.begin, token, {});
    const credential = plain(await ways[form.dataset.passkey](json));
    const name = form.elements.name ? form.elements.name.value : "";
    const next = form.dataset.next || "";
    return post(form.dataset.complete, token, { credential, name, next });
  }

  function words(form, error) {
    if (error.name === "InvalidStateError") return form.dataset.known;
    if (error.name === "NotAllowedError") return form.dataset.cancelled;
    return (error.name === "Error" && error.message) || form.dataset.failed;
  }

  async function submitted(event) {
    event.preventDefault();
    const form = event.target;
    const [button, place] = [form.querySelector("button"), form.querySelector("[role=alert]")];
    button.disabled = true;
    place.textContent = "";
    try {
      const { next } = await run(form);
      const here = location.href.split("#")[0];
      location.assign(next);
      if (new URL(next, here).href.split("#")[0] === here) location.reload();
    } catch (error) {
      place.textContent = words(form, error);
      button.disabled = false;
    }
  }

  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = !window.PublicKeyCredential;
    form.addEventListener("submit", submitted);
  }
})();
