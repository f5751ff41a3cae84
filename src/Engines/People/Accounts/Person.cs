using Linli.People.Register.Search;
using Linli.Platform.Identity;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.People.Accounts;

/// <summary>A human being (人), with or without an account.</summary>
internal sealed class Person
{
    public required Guid Id { get; init; }

    /// <summary>Full name; <c>null</c> until the person has said it. Brings the keys it is found by.</summary>
    public string? Name
    {
        get;
        set
        {
            field = value;
            var key = Pinyin.KeyOf(value);
            NameKey = key.Length == 0 ? null : key;
            NameInitials = key.Length == 0 ? null : key[(key.LastIndexOf(' ') + 1)..];
        }
    }

    /// <summary>The eleven digits, encrypted.</summary>
    public Sealed? Phone { get; set; }

    /// <summary>Keyed hash that finds the phone.</summary>
    public string? PhoneHash { get; set; }

    /// <summary>The phone as it may be shown: 138****5678.</summary>
    public string? PhoneMask { get; set; }

    /// <summary>The last four digits, by which people look for a phone; <c>null</c> where no phone is known.</summary>
    public string? PhoneTail { get; set; }

    /// <summary>
    /// Where to ring for somebody without a phone of their own, such as a child: often the phone of another person, so it
    /// signs nobody in. The eleven digits, encrypted.
    /// </summary>
    public Sealed? ContactPhone { get; set; }

    /// <summary>That phone as it may be shown.</summary>
    public string? ContactPhoneMask { get; set; }

    /// <summary>Local date of birth: every age is counted from it (R52).</summary>
    public DateOnly? BirthDate { get; set; }

    public Sex? Sex { get; set; }

    /// <summary>Kind of the identity document (R48).</summary>
    public IdentityDocument? Document { get; set; }

    /// <summary>Number of the document, encrypted.</summary>
    public Sealed? Identity { get; set; }

    /// <summary>Keyed hash that finds the document.</summary>
    public string? IdentityHash { get; set; }

    /// <summary>The number as it may be shown: 3301**********0026.</summary>
    public string? IdentityMask { get; set; }

    /// <summary>The name in pinyin, whole and as initials (<c>shenguifang sgf</c>), by which staff look for people.</summary>
    public string? NameKey { get; set; }

    /// <summary>The initials alone, <c>sgf</c>: what begins with them is a range of their index.</summary>
    public string? NameInitials { get; private set; }

    /// <summary>Path of the community of all their homes, or of the place above it, where the register's search looks for them; see <see cref="SearchPlaces"/>.</summary>
    public string SearchPlace { get; set; } = SearchPlaces.Unplaced;

    /// <summary>Local date of death (去世).</summary>
    public DateOnly? DiedOn { get; set; }

    /// <summary>When the person had their data deleted: what had to stay names nobody any more.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    /// <summary><c>zh</c> or <c>en</c>; <c>null</c> while the device decides.</summary>
    public string? Language { get; set; }

    /// <summary>Whether the person chose 长辈版; <c>null</c> while the device decides.</summary>
    public bool? ElderMode { get; set; }

    public required DateTimeOffset At { get; init; }
}
