//! Where a cluster is and which index of it is the archive: `https://user@host:9200/name`.

use std::fmt;

use url::Url;

/// An index on a cluster. It prints without the user's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// `https://host:9200`, without a slash at its end.
    pub base: String,
    /// The host alone.
    pub host: String,
    /// Who logs in; `None` for nobody.
    pub user: Option<String>,
    /// The name of the index.
    pub index: String,
}

/// A name and a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// A password is never printed.
impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// Why an address cannot be used. No message repeats the address: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It has a password.
    #[error(
        "the address of the archive has a password, which others can see on the command line; leave it out, and set \
         DATELINE_PASSWORD or write it into ~/.netrc"
    )]
    Password,
    /// It is no address of an index.
    #[error("the address of the archive is not like https://user@host:9200/name")]
    Form,
    /// The engine takes no index of this name.
    #[error(
        "{name:?} cannot be the name of an index: small letters, digits, - and _ only, beginning with a letter or digit"
    )]
    Name {
        /// The name.
        name: String,
    },
}

impl Address {
    /// Whether a text is meant as an address, not as a folder.
    pub fn is_meant_by(text: &str) -> bool {
        text.starts_with("https://") || text.starts_with("http://")
    }

    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let url = Url::parse(text).map_err(|_| AddressError::Form)?;
        if url.password().is_some() {
            return Err(AddressError::Password);
        }
        let host = url.host_str().ok_or(AddressError::Form)?;
        let is_plain = url.query().is_none() && url.fragment().is_none();
        let mut folders: Vec<&str> = url
            .path()
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        let index = folders
            .pop()
            .filter(|_| is_plain)
            .ok_or(AddressError::Form)?;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let is_inside = |c: char| is_name(c) || matches!(c, '-' | '_');
        if !index.starts_with(is_name) || !index.chars().all(is_inside) || index.len() > 200 {
            return Err(AddressError::Name {
                name: index.to_owned(),
            });
        }
        let port = url.port().map_or(String::new(), |port| format!(":{port}"));
        let mut base = format!("{}://{host}{port}", url.scheme());
        for folder in folders {
            base.push('/');
            base.push_str(folder);
        }
        let user = url.username();
        let user = percent_decoded(user);
        Ok(Self {
            base,
            host: host.to_owned(),
            user: (!user.is_empty()).then_some(user),
            index: index.to_owned(),
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.index)
    }
}

/// The user's name as it was meant: an address writes `@` as `%40`.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digits =
            [ahead.next(), ahead.next()].map(|byte| byte.and_then(|b| (b as char).to_digit(16)));
        match (byte, digits) {
            (b'%', [Some(high), Some(low)]) => {
                bytes.push((high * 16 + low) as u8);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
