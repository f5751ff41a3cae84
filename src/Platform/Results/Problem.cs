using Linli.Platform.Text;

namespace Linli.Platform.Results;

/// <summary>What kind of "no" a problem is; each kind has one HTTP status.</summary>
public enum ProblemKind
{
    /// <summary>400: the request itself is wrong; the field says where.</summary>
    Invalid = 400,

    /// <summary>401: nobody is signed in, or the sign-in has expired.</summary>
    NotSignedIn = 401,

    /// <summary>403: signed in, but not allowed to do this here.</summary>
    Forbidden = 403,

    /// <summary>404: not there, or not visible to this caller; the two are never told apart.</summary>
    NotFound = 404,

    /// <summary>409: the thing is no longer in the state the request assumes.</summary>
    Conflict = 409,

    /// <summary>413: more bytes than allowed.</summary>
    TooLarge = 413,

    /// <summary>415: a kind of content that is not taken.</summary>
    Unsupported = 415,

    /// <summary>429: too many requests; try again later.</summary>
    TooMany = 429,

    /// <summary>507: the disk is full or a store cannot be written.</summary>
    NoSpace = 507,
}

/// <summary>
/// Why something could not be done, as a sentence a person can act on. Becomes an RFC 9457 problem document over HTTP
/// and a line beside the field on a page.
/// </summary>
/// <param name="Code">Stable, dotted, machine-readable, such as <c>cases.answer_missing</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Kind">Decides the HTTP status.</param>
/// <param name="Field">The request field at fault in camelCase, or <c>null</c> for the request as a whole.</param>
public sealed record Problem(string Code, Phrase Message, ProblemKind Kind = ProblemKind.Invalid, string? Field = null)
{
    /// <summary>The page where it can be put right, such as the one that fills a wallet; <c>null</c> for none.</summary>
    public string? Link { get; init; }

    /// <summary>A wrong or missing field.</summary>
    public static Problem Invalid(string field, string code, string zh, string en) =>
        new(code, (zh, en), ProblemKind.Invalid, field);

    /// <summary>The thing does not exist or may not be seen by the caller.</summary>
    public static Problem NotFound(string code, string zh, string en) => new(code, (zh, en), ProblemKind.NotFound);

    /// <summary>The thing has moved on; the caller should look again.</summary>
    public static Problem Conflict(string code, string zh, string en) => new(code, (zh, en), ProblemKind.Conflict);

    /// <summary>The caller may not do this.</summary>
    public static Problem Forbidden(string code, string zh, string en) => new(code, (zh, en), ProblemKind.Forbidden);
}
