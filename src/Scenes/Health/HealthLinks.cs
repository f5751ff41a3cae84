using Linli.Health.ChildCare;
using Linli.Health.Clinics;
using Linli.Health.ElderCare;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health;

/// <summary>Where the pages of facilities and spaces lead to book a doctor, a place in child-care or care (S76, S78).</summary>
internal sealed class HealthLinks(LinliDb db) : IBookingLinks
{
    public async Task<IReadOnlyDictionary<string, string>> Paths(CancellationToken cancel)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        // Addresses of houses that are open to everybody.
        foreach (var clinic in await db.Unfiltered<Clinic>().AsNoTracking().ToListAsync(cancel))
            Add(clinic.Facility, clinic.Space, $"/clinics/{clinic.Code}");
        foreach (var nursery in await db.Unfiltered<Nursery>().AsNoTracking().ToListAsync(cancel))
            Add(nursery.Facility, nursery.Space, $"/nursery/{nursery.Code}");
        foreach (var centre in await db.Unfiltered<CareCentre>().AsNoTracking().ToListAsync(cancel))
            Add(centre.Facility, centre.Space, $"/care/{centre.Code}");
        return found;

        void Add(string? facility, string? space, string path)
        {
            foreach (var code in new[] { facility, space }.OfType<string>())
                found[code] = path;
        }
    }
}
