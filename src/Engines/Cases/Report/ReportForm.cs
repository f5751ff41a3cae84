using Linli.Platform.Files;
using Linli.Web;

namespace Linli.Cases.Report;

/// <summary>What a resident filled in, so that nothing is lost when something is missing.</summary>
internal sealed record ReportForm
{
    public string? Text { get; init; }

    public string? Place { get; init; }

    public string? PlaceText { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string? Category { get; init; }

    public HandlingMode? Mode { get; init; }

    public bool Anonymous { get; init; }

    public bool Urgent { get; init; }

    /// <summary>A member of the family it is reported for.</summary>
    public Guid? OnBehalfOf { get; init; }

    public string? IdempotencyKey { get; init; }

    public IReadOnlyList<Guid> KeptPhotos { get; init; } = [];

    /// <summary>What was typed under a name, for the questions of the categories.</summary>
    public Func<string, IReadOnlyList<string>> Typed { get; init; } = _ => [];

    public static ReportForm From(PostedForm form) => new()
    {
        Text = form.Text("Text"),
        Place = form.Text("Place"),
        PlaceText = form.Text("PlaceText"),
        Latitude = form.Number("Latitude"),
        Longitude = form.Number("Longitude"),
        Category = form.Text("Category"),
        Mode = form.Word<HandlingMode>("Mode"),
        Anonymous = form.Ticked("Anonymous"),
        Urgent = form.Ticked("Urgent"),
        OnBehalfOf = form.Id("OnBehalfOf"),
        IdempotencyKey = form.Text("IdempotencyKey"),
        KeptPhotos = [.. form.All("KeptPhotos").Select(id => Guid.TryParse(id, out var guid) ? guid : (Guid?)null).OfType<Guid>().Distinct()],
        Typed = form.All,
    };

    /// <summary>
    /// The command. A point wins over a chosen place; a chosen place gives its middle, so that the report reaches a grid. A
    /// photo of a known kind needs no words: the name of its category says what it shows.
    /// </summary>
    public ReportCase ToCommand(ReportKind kind, PlaceChoices places, CategoryLine? category)
    {
        var chosen = places.Find(Place);
        var hasPoint = Latitude is not null && Longitude is not null;
        var point = hasPoint || !kind.AtAPoint ? null : chosen;
        var name = chosen is null || hasPoint ? null : places.NameOf(chosen);
        return new()
        {
            Channel = kind.Channel,
            Category = Category,
            Text = Text ?? (kind.PhotoFirst && KeptPhotos.Count > 0 ? category?.Name.Zh : null) ?? "",
            Latitude = hasPoint ? Latitude : point?.Latitude,
            Longitude = hasPoint ? Longitude : point?.Longitude,
            Community = hasPoint || chosen is null ? null : places.CommunityOf(chosen)?.Code,
            PlaceText = string.Join(' ', new[] { name, PlaceText }.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } words ? words : null,
            Files = [.. KeptPhotos.Select(id => new FileId(id))],
            Answers = QuestionForm.Answers(category, Typed),
            Anonymous = Anonymous,
            OnBehalfOf = OnBehalfOf,
            Mode = kind.ChoosesMode ? Mode : null,
            Priority = Urgent ? CasePriority.Urgent : CasePriority.Normal,
            IdempotencyKey = IdempotencyKey,
        };
    }

    /// <summary>Fields of the command under the names of the form.</summary>
    public string FieldName(string field) => field switch
    {
        "community" or "latitude" or "longitude" => "Place",
        "file" => "Files",
        _ => QuestionForm.FieldName(field, Category),
    };
}
