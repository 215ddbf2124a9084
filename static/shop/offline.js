// Pages that were looked at can be read again without a network: see templates/shop/worker.js.
navigator.serviceWorker?.register("/worker.js").catch(() => {}); // a private window may refuse
