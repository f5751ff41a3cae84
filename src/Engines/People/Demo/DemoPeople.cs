using System.Globalization;
using Linli.People.Accounts;
using Linli.People.Register;
using Linli.People.Register.Search;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Security;

namespace Linli.People.Demo;

/// <summary>Makes persons as signing in would, each a millisecond after the one before: their ids keep the order of the file.</summary>
internal sealed class DemoPeople(FieldCipher cipher, DateTimeOffset from)
{
    private DateTimeOffset last = Clock.ToMicroseconds(from);

    public DateTimeOffset Next() => last = last.AddMilliseconds(1);

    /// <summary>Gives a person an invented document of an invented district, by which the demo can be searched and claimed; an odd order is a man's.</summary>
    public void Document(Person person, DateOnly birth, int order)
    {
        person.BirthDate = birth;
        var start = string.Create(CultureInfo.InvariantCulture, $"339908{birth:yyyyMMdd}{order % 1000:000}");
        foreach (var check in "0123456789X")
            if (IdentityNumber.TryParse(start + check, out var number, out _))
            {
                (person.Sex, person.Document) = (number.Sex, number.Document);
                (person.Identity, person.IdentityHash, person.IdentityMask) = (cipher.Seal(number.Value), cipher.Hash(RegisterBook.IdentityPurpose, number.Value), number.ToString());
                return;
            }
    }

    public Person Person(string name, string? phone)
    {
        var number = phone is null ? null : Phones.Valid(phone);
        var at = Next();
        return new()
        {
            Id = Guid.CreateVersion7(at),
            Name = name,
            Phone = number is null ? null : cipher.Seal(number.Value),
            PhoneHash = number is null ? null : PhoneHash.Of(cipher, number),
            PhoneMask = number?.ToString(),
            PhoneTail = number?.Tail,
            SearchPlace = SearchPlaces.Nowhere,
            At = at,
        };
    }
}
