using System.Text.Json.Nodes;
using Linli.People.Provisioning;
using Linli.Platform.Results;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;

namespace Linli.Scim.Users;

/// <summary>Staff accounts as SCIM users, and back.</summary>
internal static class UserResource
{
    public static JsonObject Of(StaffRecord record, string at, GroupNames groups)
    {
        var card = record.Card;
        var user = new JsonObject { ["schemas"] = new JsonArray(Kinds.UserUrn), ["id"] = record.Account.ToString() };
        Put(user, "externalId", record.ExternalId);
        user["userName"] = record.Login;
        var name = new JsonObject();
        Put(name, "formatted", record.Name);
        Put(name, "familyName", card.FamilyName);
        Put(name, "givenName", card.GivenName);
        if (name.Count > 0)
            user["name"] = name;
        Put(user, "displayName", card.DisplayName ?? record.Name);
        Put(user, "title", card.Title);
        Put(user, "preferredLanguage", card.PreferredLanguage);
        user["active"] = record.Active;
        PutContacts(user, "emails", card.Emails);
        PutContacts(user, "phoneNumbers", card.Phones);
        if (record.Posts.Count > 0)
            user["groups"] = new JsonArray([.. record.Posts.Select(p => new JsonObject
            {
                ["value"] = p.Id.ToString(), ["$ref"] = $"{at}/Groups/{p.Id}", ["display"] = groups.Of(p), ["type"] = "direct",
            })]);
        var employer = new JsonObject();
        Put(employer, "employeeNumber", card.EmployeeNumber);
        Put(employer, "organization", card.Organization);
        Put(employer, "department", card.Department);
        if (employer.Count > 0)
        {
            user["schemas"]!.AsArray().Add(Kinds.EnterpriseUrn);
            user[Kinds.EnterpriseUrn] = employer;
        }

        user["meta"] = Metadata.Of("User", $"{at}/Users/{record.Account}", record.At, record.ChangedAt, user);
        return user;
    }

    /// <summary>What a resource asks for. Without <c>active</c> everything stays as it is.</summary>
    public static Result<KeepStaffRecord> Wish(JsonObject user, Guid? account, bool active)
    {
        if (Text(user, "userName") is not { } login)
            return Faults.Invalid("userName", Faults.InvalidValue, "缺少 userName。", "userName is missing.");
        if (Text(user, "externalId") is { Length: > 200 })
            return Faults.Invalid("externalId", Faults.InvalidValue, "externalId 不超过 200 个字符。", "externalId has at most 200 characters.");
        var name = user["name"] as JsonObject;
        var employer = user[Kinds.EnterpriseUrn] as JsonObject;
        var card = new StaffCard
        {
            FamilyName = Text(name, "familyName"),
            GivenName = Text(name, "givenName"),
            DisplayName = Text(user, "displayName"),
            Title = Text(user, "title"),
            PreferredLanguage = Text(user, "preferredLanguage"),
            EmployeeNumber = Text(employer, "employeeNumber"),
            Organization = Text(employer, "organization"),
            Department = Text(employer, "department"),
            Emails = Contacts(user, "emails"),
            Phones = Contacts(user, "phoneNumbers"),
        };
        return new KeepStaffRecord(
            account, login, FullName(Text(name, "formatted"), card), (bool?)user["active"] ?? active, Text(user, "externalId"), card, Text(user, "password"));
    }

    /// <summary>The name in one piece: as it was said, or put together; Chinese names stand together, family name first.</summary>
    internal static string? FullName(string? formatted, StaffCard card)
    {
        if (formatted is not null)
            return formatted;
        if (card is not { FamilyName: { } family, GivenName: { } given })
            return card.DisplayName ?? card.FamilyName ?? card.GivenName;
        return family[0] >= 0x2E80 && given[0] >= 0x2E80 ? family + given : $"{given} {family}";
    }

    private static IReadOnlyList<StaffContact> Contacts(JsonObject user, string name) => user[name] is JsonArray many
        ? [.. many.OfType<JsonObject>().Where(c => Text(c, "value") is not null)
            .Select(c => new StaffContact(Text(c, "value")!, Text(c, "type"), (bool?)c["primary"]))]
        : [];

    private static void PutContacts(JsonObject user, string name, IReadOnlyList<StaffContact> contacts)
    {
        if (contacts.Count == 0)
            return;
        user[name] = new JsonArray([.. contacts.Select(c =>
        {
            var one = new JsonObject { ["value"] = c.Value };
            Put(one, "type", c.Type);
            if (c.Primary is { } primary)
                one["primary"] = primary;
            return one;
        })]);
    }

    private static void Put(JsonObject into, string name, string? value)
    {
        if (value is not null)
            into[name] = value;
    }

    private static string? Text(JsonObject? from, string name) => Incoming.Text(from?[name]) is { } text && text.Trim().Length > 0 ? text.Trim() : null;
}
