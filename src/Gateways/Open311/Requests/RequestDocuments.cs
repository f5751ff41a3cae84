using Linli.Cases;
using Linli.Cases.Read;
using Linli.Open311.Speak;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Open311.Requests;

/// <summary>Cases as service requests.</summary>
internal sealed class RequestDocuments(LinliDb db)
{
    public async Task<Document> Of(Ask ask, IReadOnlyList<PublicCase> cases)
    {
        var categories = (await ask.Run.Ask(new ListCategories(), ask.Cancel)).Value!.ToDictionary(c => c.Code, c => c.Name, StringComparer.Ordinal);
        var ids = cases.Where(c => c.Photos.Count == 0).Select(c => c.Id).ToList();
        var links = ids.Count == 0
            ? []
            : await db.Records<PostedRequest>().AsNoTracking().Where(p => ids.Contains(p.Case) && p.MediaUrl != null)
                .ToDictionaryAsync(p => p.Case, p => p.MediaUrl!, ask.Cancel);
        var more = ask["extensions"] is "true" or "1" ? await Happenings(ask, cases) : null;
        return new("service_requests", new Items("request", [.. cases.Select(c => new Fields(
        [
            .. Of(c, categories.GetValueOrDefault(c.Category, (c.Category, c.Category)),
                c.Photos.Count > 0 ? PhotoOf(ask, c.Photos[0]) : links.GetValueOrDefault(c.Id)),
            .. more is null ? [] : Extensions(ask, c, more[c.Number]),
        ]))]));
    }

    // The common extensions of cities that show more than the specification asks for: every photo, and what happened.
    private static (string, Node?)[] Extensions(Ask ask, PublicCase item, IEnumerable<PublicUpdate> updates) =>
    [
        ("extended_attributes", new Fields(
            ("photos", new Items("photo", [.. item.Photos.Select(p => new Fields(("media_url", PhotoOf(ask, p))))])))),
        ("notes", new Items("note", [.. updates.Select(u => new Fields(
            ("datetime", Moments.Of(u.At)), ("description", u.Text ?? u.Sentence.ToString()), ("type", Statuses.CodeOf(u.State))))])),
    ];

    private static async Task<ILookup<string, PublicUpdate>> Happenings(Ask ask, IReadOnlyList<PublicCase> cases)
    {
        var all = new List<PublicUpdate>();
        var find = new PublicUpdates { Numbers = [.. cases.Select(c => c.Number)] };
        while (cases.Count > 0)
        {
            var some = (await ask.Run.Ask(find with { Skip = all.Count }, ask.Cancel)).Value!;
            all.AddRange(some);
            if (some.Count < FindPublicCases.MaxTake)
                break;
        }

        return all.ToLookup(u => u.Number, StringComparer.Ordinal);
    }

    private static string PhotoOf(Ask ask, FileId photo) => ask.Absolute($"/files/{photo.Value}");

    private static (string, Node?)[] Of(PublicCase item, Phrase category, string? media) =>
    [
        ("service_request_id", item.Number),
        ("status", Statuses.Of(item.State)),
        ("status_notes", Statuses.Notes(item)),
        ("service_name", category.ToString()),
        ("service_code", item.Category),
        ("description", item.Text),
        ("agency_responsible", item.Team is { } team ? team.ToString() : (Node?)null),
        ("service_notice", null),
        ("requested_datetime", Moments.Of(item.OpenedAt)),
        ("updated_datetime", Moments.Of(item.UpdatedAt)),
        ("expected_datetime", item.FinishDue is { } due ? Moments.Of(due) : (Node?)null),
        ("address", item.PlaceText is { } place ? place : (Node?)null),
        ("address_id", null),
        ("zipcode", null),
        ("lat", item.Latitude is { } lat ? new Number(lat) : null),
        ("long", item.Longitude is { } lon ? new Number(lon) : null),
        ("media_url", media is not null ? media : (Node?)null),
    ];
}
