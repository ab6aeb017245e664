//! Who logs in to a cluster, and by which password: from the environment, a netrc file, or the reader.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use dateline::cluster::{Address, Login};

/// The password, where it is in the environment.
const PASSWORD: &str = "DATELINE_PASSWORD";

/// The login for an address; none where nobody is named, by the address or by a netrc file.
pub(crate) fn login(address: &Address) -> Result<Option<Login>> {
    let known = netrc().and_then(|text| of_host(&text, address));
    let Some(user) = address.user.clone() else {
        return Ok(known);
    };
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(Some(Login { user, password }));
    }
    if known.is_some() {
        return Ok(known);
    }
    if !std::io::stdin().is_terminal() {
        bail!(
            "no password for {user}: set {PASSWORD}, or write `machine {} login {user} password ...` into ~/.netrc",
            address.host
        );
    }
    let password = rpassword::prompt_password(format!("Password of {user} at {}: ", address.host));
    let password = password.context("cannot ask for a password")?;
    Ok(Some(Login { user, password }))
}

/// The text of the user's netrc file.
fn netrc() -> Option<String> {
    let path = match std::env::var_os("NETRC") {
        Some(path) => PathBuf::from(path),
        None => Path::new(&std::env::var_os("HOME")?).join(".netrc"),
    };
    std::fs::read_to_string(path).ok()
}

/// The login that a netrc file gives for a host, and for the user whom the address names.
fn of_host(text: &str, address: &Address) -> Option<Login> {
    let mut words = text.split_whitespace();
    let (mut is_ours, mut login) = (
        false,
        Login {
            user: String::new(),
            password: String::new(),
        },
    );
    let is_whole = |is_ours: bool, login: &Login| {
        let is_user = address.user.as_ref().is_none_or(|user| *user == login.user);
        is_ours && is_user && !login.user.is_empty() && !login.password.is_empty()
    };
    while let Some(word) = words.next() {
        match word {
            "machine" | "default" => {
                if is_whole(is_ours, &login) {
                    break;
                }
                is_ours = word == "default" || words.next() == Some(address.host.as_str());
                login = Login {
                    user: String::new(),
                    password: String::new(),
                };
            }
            "login" => words.next().unwrap_or_default().clone_into(&mut login.user),
            "password" => words
                .next()
                .unwrap_or_default()
                .clone_into(&mut login.password),
            _ => {}
        }
    }
    is_whole(is_ours, &login).then_some(login)
}
