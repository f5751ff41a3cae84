using System.Globalization;
using System.Text.Json.Nodes;
using Linli.Platform.Results;

namespace Linli.Scim.Speak;

/// <summary>What goes wrong, as RFC 7644 § 3.12 says it.</summary>
internal static class Faults
{
    public const string InvalidFilter = "invalidFilter";
    public const string InvalidPath = "invalidPath";
    public const string InvalidSyntax = "invalidSyntax";
    public const string InvalidValue = "invalidValue";
    public const string Mutability = "mutability";
    public const string NoTarget = "noTarget";
    public const string TooMany = "tooMany";
    public const string Uniqueness = "uniqueness";

    private const string Prefix = "scim.";
    private const string ErrorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

    public static readonly Problem Stale = new(Prefix + "stale",
        ("资源已被修改，请重新读取后再试。", "The resource has changed: read it again and try again."), (ProblemKind)412);

    public static readonly Problem NoResource = Problem.NotFound(Prefix + "not_found", "没有这个资源。", "There is no such resource.");

    public static Problem Invalid(string field, string scimType, string zh, string en) => Problem.Invalid(field, Prefix + scimType, zh, en);

    public static Problem NotOffered(string zh, string en) => new(Prefix + "not_offered", (zh, en), (ProblemKind)501);

    public static JsonObject Document(IReadOnlyList<Problem> problems)
    {
        var first = problems[0];
        var error = new JsonObject { ["schemas"] = new JsonArray(ErrorUrn) };
        if (TypeOf(first) is { } type)
            error["scimType"] = type;
        error["detail"] = string.Join(' ', problems.Select(p => $"{p.Message.Zh} {p.Message.En}"));
        error["status"] = StatusOf(first).ToString(CultureInfo.InvariantCulture);
        return error;
    }

    public static int StatusOf(Problem problem) => problem.Code switch
    {
        "changed_meanwhile" => 412,
        _ => (int)problem.Kind,
    };

    // A problem of Linli's own names a value that it cannot take, or a name that somebody else has.
    private static string? TypeOf(Problem problem) => problem switch
    {
        { Code: ['s', 'c', 'i', 'm', '.', .. var type], Kind: ProblemKind.Invalid } => type,
        { Code: "login_taken" or "phone_taken" or "group_taken" } => Uniqueness,
        { Code: "password_not_by_directory" } => Mutability,
        { Kind: ProblemKind.Invalid } => InvalidValue,
        _ => null,
    };
}
