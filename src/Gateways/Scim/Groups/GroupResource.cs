using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Linli.People;
using Linli.People.Provisioning;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;
using Linli.Scim.Users;

namespace Linli.Scim.Groups;

/// <summary>Posts at places as SCIM groups, and back.</summary>
internal static partial class GroupResource
{
    public static JsonObject Of(StaffGroup group, string at, GroupNames names)
    {
        var resource = new JsonObject { ["schemas"] = new JsonArray(Kinds.GroupUrn), ["id"] = group.Id.ToString() };
        if (group.ExternalId is not null)
            resource["externalId"] = group.ExternalId;
        resource["displayName"] = names.Of(group.Key);
        if (group.Members.Count > 0)
            resource["members"] = new JsonArray([.. group.Members.Select(m => new JsonObject
            {
                ["value"] = m.Account.ToString(), ["$ref"] = $"{at}/Users/{m.Account}", ["display"] = m.Name, ["type"] = "User",
            })]);
        resource["meta"] = Metadata.Of("Group", $"{at}/Groups/{group.Id}", group.At, group.ChangedAt, resource);
        return resource;
    }

    /// <summary>
    /// Which post a new group stands for: <c>post@place</c> or <c>post@place#team</c> anywhere in its name, or else in its
    /// external id. Directories give their groups ids of their own, so the name comes first.
    /// </summary>
    public static Result<StaffPostKey> KeyOf(JsonObject resource, IScopeTree tree)
    {
        var match = Code().Match(Incoming.Text(resource["displayName"]) ?? "");
        if (!match.Success)
            match = Code().Match(Incoming.Text(resource["externalId"]) ?? "");
        if (!match.Success)
            return Faults.Invalid("displayName", Faults.InvalidValue,
                "组名里应有 岗位@地点，例如 “网格员 grid_steward@hf-1-g01”。", "The name must hold post@place, such as \"Stewards grid_steward@hf-1-g01\".");
        var (post, place) = (match.Groups["post"].Value, match.Groups["place"].Value);
        if (!PostNames.All.ContainsKey(post) || post == Posts.Resident)
            return Faults.Invalid("displayName", Faults.InvalidValue, $"没有岗位 {post}。", $"There is no post {post}.");
        var scope = place == "*" ? ScopePath.Root : tree.FindCode(place)?.Path;
        if (scope is null)
            return Faults.Invalid("displayName", Faults.InvalidValue, $"没有地点 {place}。", $"There is no place {place}.");
        return new StaffPostKey(post, scope.Value, match.Groups["team"] is { Success: true } team ? team.Value : null);
    }

    /// <summary>The accounts named as members.</summary>
    public static Result<IReadOnlyList<Guid>> MembersOf(JsonObject resource)
    {
        var members = new List<Guid>();
        foreach (var one in (resource["members"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (!Guid.TryParse(Incoming.Text(one["value"]), out var account))
                return Faults.Invalid("members", Faults.InvalidValue, "成员应以 value 写明用户 id。", "Each member names a user's id as its value.");
            members.Add(account);
        }

        return members.Distinct().ToList();
    }

    [GeneratedRegex(@"(?<![\w.])(?<post>[a-z][a-z_]*)@(?<place>\*|[A-Za-z0-9][A-Za-z0-9-]*)(#(?<team>[\w-]+))?", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
