using Linli.Cases.Desk;
using Linli.Cases.Read;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Web;
using static Linli.Web.Bilingual;

namespace Linli.Cases.Report;

/// <summary>Reads the forms of desk and street into <see cref="LogCall"/>.</summary>
internal sealed class LogForm(UseCaseRunner run, IFileStore files, IScopeTree tree, Categories categories, CurrentCaller current)
{
    /// <summary>What categories ask; after <see cref="Load"/>.</summary>
    public IReadOnlyList<CategoryLine> Asking { get; private set; } = [];

    /// <summary>The category of what was last saved: chosen, suggested, or guessed from the words.</summary>
    public string? Category { get; private set; }

    /// <summary>Reads what the form needs.</summary>
    public async Task Load(CancellationToken cancel) =>
        Asking = [.. ((await run.Ask(new ListCategories(), cancel)).Value ?? []).Where(c => c.Questions.Count > 0)];

    public static IEnumerable<Choice> ModeChoices =>
    [
        new(nameof(HandlingMode.Grid), CaseText.Mode(HandlingMode.Grid).ToString(), "walk", T("网格员去办", "The steward goes")),
        new(nameof(HandlingMode.Appointment), CaseText.Mode(HandlingMode.Appointment).ToString(), "calendar-time", T("约好来窗口", "At the desk")),
        new(nameof(HandlingMode.HomeVisit), CaseText.Mode(HandlingMode.HomeVisit).ToString(), "home", T("约好上门", "At their home")),
    ];

    /// <summary>Where the caller usually logs: the place of their post, when it is just one community or grid.</summary>
    public string? UsualPlace() =>
        current.Value.ScopesFor(CasesPermissions.Log).Paths is [var only] && tree.Find(only) is { Kind: PlaceKind.Community or PlaceKind.Grid } ? only.Value : null;

    /// <summary>Stores the photos, then logs it all in one go.</summary>
    public async Task<Result<CaseReceipt>> Save(DeskForm form, CaseChannel channel, CancellationToken cancel)
    {
        var photos = await form.Photos("Files", files, cancel);
        if (!photos.Ok)
            return photos.As<CaseReceipt>();
        Category = form.Text("Category") ?? form.Text("Guess") ?? CategoryGuess.Best(form.Text("Text") ?? "", await categories.All(cancel))?.Code;
        var (longitude, latitude) = (form.Degrees("Longitude"), form.Degrees("Latitude"));
        var place = Chosen(form);

        // The middle of a community is no place where anything happened; of a building or a grid it is near enough.
        var spot = place is { Kind: not PlaceKind.Community } ? place : null;
        var call = new LogCall
        {
            Channel = channel,
            Text = form.Text("Text") ?? "",
            Category = Category,
            Answers = QuestionForm.Answers(Asking.FirstOrDefault(c => c.Code == Category), form.All),
            Longitude = longitude ?? spot?.Longitude,
            Latitude = longitude is null ? spot?.Latitude : latitude,
            PlaceText = form.Text("PlaceText"),
            Community = place is null ? null : tree.CommunityOf(place.Path)?.Code,
            ContactName = form.Text("ContactName"),
            ContactPhone = form.Text("ContactPhone"),
            Mode = form.Choice<HandlingMode>("Mode"),
            AppointmentAt = form.LocalInstant("AppointmentAt"),
            Priority = form.Choice<CasePriority>("Priority") ?? CasePriority.Normal,
            Files = photos.Value,
            Dispatch = form.Ticked("Dispatch"),
            IdempotencyKey = form.Text("IdempotencyKey"),
        };
        return await run.Run(call, cancel);
    }

    /// <summary>Problems as the form shows them.</summary>
    public IReadOnlyCollection<FormProblem> Problems(DeskForm form, IReadOnlyList<Problem> problems) =>
        [.. form.Problems(problems.Where(p => p.Field?.StartsWith("answers.", StringComparison.Ordinal) != true)),
            .. problems.Where(p => p.Field?.StartsWith("answers.", StringComparison.Ordinal) == true).ForForm(f => QuestionForm.FieldName(f, Category))];

    // A building that was found says more than the community chosen in the list.
    private Place? Chosen(DeskForm form) =>
        new[] { form.Text("Where"), form.Text("Place") }
            .Select(text => ScopePath.TryParse(text, null, out var path) ? tree.Find(path) : null)
            .FirstOrDefault(place => place is not null);
}
