using Linli.Health.ChildCare;
using Linli.Health.Clinics;
using Linli.Health.ElderCare;
using Linli.Places;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health;

/// <summary>Where the pages of facilities and spaces lead to book a doctor, a place in child-care or care (S76, S78). Looked up once per request.</summary>
internal sealed class HealthLinks(LinliDb db) : IBookingLinks
{
    private Dictionary<string, string>? paths;

    public string? PathFor(string code) => (paths ??= Read()).GetValueOrDefault(code);

    private Dictionary<string, string> Read()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        // Addresses of houses that are open to everybody.
        foreach (var clinic in db.Unfiltered<Clinic>().AsNoTracking().ToList())
            Add(clinic.Facility, clinic.Space, $"/clinics/{clinic.Code}");
        foreach (var nursery in db.Unfiltered<Nursery>().AsNoTracking().ToList())
            Add(nursery.Facility, nursery.Space, $"/nursery/{nursery.Code}");
        foreach (var centre in db.Unfiltered<CareCentre>().AsNoTracking().ToList())
            Add(centre.Facility, centre.Space, $"/care/{centre.Code}");
        return found;

        void Add(string? facility, string? space, string path)
        {
            foreach (var code in new[] { facility, space }.OfType<string>())
                found[code] = path;
        }
    }
}
