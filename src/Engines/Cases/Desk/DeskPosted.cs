using Linli.Web;

namespace Linli.Cases.Desk;

/// <summary>What was posted to the case page and why it was refused, so that the form comes back as it was typed.</summary>
/// <param name="Act">Which small form.</param>
/// <param name="Form">Its fields.</param>
/// <param name="Problems">Why not.</param>
internal sealed record DeskPosted(string Act, DeskForm Form, IReadOnlyCollection<FormProblem> Problems)
{
    public static readonly DeskPosted Nothing = new("", DeskForm.None, []);

    /// <summary>What was typed into a field of a form, or what it usually starts with.</summary>
    public string? Value(CaseAction act, string field, string? usual = null) => Act == act.ToString() ? Form.Text(field) : usual;

    /// <summary>What is wrong with a field of a form.</summary>
    public string? Error(CaseAction act, string field) => Act == act.ToString() ? Problems.ErrorOf($"{act}.{field}") : null;
}
