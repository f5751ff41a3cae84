using Linli.Cases;
using Linli.Cases.Read;
using Linli.Open311.Speak;
using Linli.Platform.Data;
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
        return new("service_requests", new Items("request", [.. cases.Select(c => Of(
            ask, c, categories.GetValueOrDefault(c.Category, (c.Category, c.Category)),
            c.Photos.Count > 0 ? ask.Absolute($"/files/{c.Photos[0].Value}") : links.GetValueOrDefault(c.Id)))]));
    }

    private static Fields Of(Ask ask, PublicCase item, Phrase category, string? media) => new(
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
        ("media_url", media is not null ? media : (Node?)null));
}
