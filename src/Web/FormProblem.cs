namespace Linli.Web;

/// <summary>One reason why a form was not accepted.</summary>
/// <param name="Field">Name of the field at fault, in any letter case, or <c>null</c> for the form as a whole.</param>
/// <param name="Text">What to do about it, in the reader's language.</param>
/// <param name="Link">The page where it can be put right.</param>
public sealed record FormProblem(string? Field, string Text, string? Link = null);

/// <summary>Element ids of fields, so that labels, errors and the summary of problems find each other.</summary>
public static class FieldId
{
    /// <summary>The id of the control of a field: <c>Home.Name</c> becomes <c>f-home-name</c>.</summary>
    public static string Of(string name) =>
        "f-" + string.Create(name.Length, name, static (letters, from) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = char.IsAsciiLetterOrDigit(from[i]) ? char.ToLowerInvariant(from[i]) : '-';
        });

    /// <summary>The text of the problem with a field, or <c>null</c>.</summary>
    public static string? ErrorOf(this IEnumerable<FormProblem> problems, string name) =>
        problems.FirstOrDefault(p => string.Equals(p.Field, name, StringComparison.OrdinalIgnoreCase))?.Text;
}

/// <summary>A choice in a select or among radio tiles.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Label">What people read.</param>
/// <param name="Icon">A Tabler icon, for tiles only.</param>
/// <param name="Hint">One short line below, for tiles only.</param>
/// <param name="Group">Heading above it and its neighbours of the same group, for selects and folded tiles.</param>
/// <param name="Keywords">Words separated by blanks that suggest it while somebody writes, for tiles only.</param>
public sealed record Choice(
    string Value, string Label, string? Icon = null, string? Hint = null, string? Group = null, string? Keywords = null);
