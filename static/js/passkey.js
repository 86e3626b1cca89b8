// <div data-behaviour="passkey" data-options="…">: asks the device for a passkey, puts its answer into
// the form's hidden field, and sends the form. Options with a user make a new passkey, others use one.
export default function passkey(box) {
  if (!window.PublicKeyCredential || !navigator.credentials) {
    return;
  }
  const form = box.closest("form");
  const words = box.querySelector("[data-passkey-words]");
  const button = box.querySelector("[data-passkey-button] button");
  box.querySelector("[data-passkey-missing]").hidden = true;
  box.querySelector("[data-passkey-button]").hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    words.textContent = "Your device is asking you now.";
    try {
      form.elements.answer_token.value = JSON.stringify(await ask(JSON.parse(box.dataset.options)));
      form.submit();
    } catch (error) {
      words.textContent =
        error.name === "InvalidStateError"
          ? "This device has a passkey for your account already."
          : "Nothing came back from your device. You can try once more, or use a code instead.";
      button.disabled = false;
    }
  });
}

async function ask(options) {
  options.challenge = bytes(options.challenge);
  for (const known of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) {
    known.id = bytes(known.id);
  }
  if (!options.user) {
    return told(await navigator.credentials.get({ publicKey: options }));
  }
  options.user.id = bytes(options.user.id);
  return told(await navigator.credentials.create({ publicKey: options }));
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (credential.response[name]) {
      response[name] = words64(credential.response[name]);
    }
  }
  return { id: credential.id, rawId: words64(credential.rawId), type: credential.type, response };
}

function bytes(words) {
  const plain = atob(words.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function words64(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
