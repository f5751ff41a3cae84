using System.Globalization;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Http;

namespace Linli.Web;

/// <summary>A form as a person sent it: texts are trimmed, what cannot be read counts as not given.</summary>
public sealed class PostedForm
{
    private readonly IFormCollection fields;

    private PostedForm(IFormCollection fields) => this.fields = fields;

    /// <summary>Reads the form of a request; a request without one is an empty form.</summary>
    public static async Task<PostedForm> Read(HttpContext context) =>
        new(context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty);

    /// <summary>A text, or <c>null</c> when it is blank.</summary>
    public string? Text(string name) => Clean(fields[name].ToString()).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Every value of a name that was sent.</summary>
    public IReadOnlyList<string> All(string name) => [.. fields[name].OfType<string>().Select(Clean).Where(value => value.Length > 0)];

    // A multipart form may carry a zero byte, which no text of a person has and PostgreSQL cannot keep.
    private static string Clean(string value) => value.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>Whether a box was ticked.</summary>
    public bool Ticked(string name) => Text(name) is not null;

    /// <summary>A number with a decimal point.</summary>
    public double? Number(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A whole number.</summary>
    public int? Whole(string name) =>
        int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A word of a closed set by its name.</summary>
    public TWord? Word<TWord>(string name) where TWord : struct, Enum =>
        Enum.TryParse<TWord>(Text(name), ignoreCase: true, out var word) && Enum.IsDefined(word) ? word : null;

    /// <summary>An id.</summary>
    public Guid? Id(string name) => Guid.TryParse(Text(name), out var id) ? id : null;

    /// <summary>The files of a field; an empty file field sends none.</summary>
    public IReadOnlyList<IFormFile> Files(string name) => [.. fields.Files.GetFiles(name).Where(file => file.Length > 0)];
}

/// <summary>Problems of a use case beside the fields of a form.</summary>
public static class PostedProblems
{
    /// <summary>The problems in the reader's language.</summary>
    /// <param name="problems">As the use case gave them.</param>
    /// <param name="rename">Turns the name of a request field into that of a form field, where they differ.</param>
    public static IReadOnlyList<FormProblem> ForForm(this IEnumerable<Problem> problems, Func<string, string>? rename = null) =>
        [.. problems.Select(p => new FormProblem(p.Field is null || rename is null ? p.Field : rename(p.Field), p.Message.ToString(), p.Link))];
}
